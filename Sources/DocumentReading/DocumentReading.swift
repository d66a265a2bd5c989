// DocumentReading: files, folders and standard input become documents.
//
//   Inputs/    finds the files, opens them, cuts streams into lines, says where reading can be resumed
//   Decoding/  bytes become text: UTF-8, UTF-16, damaged and binary input
//   Records/   a line of JSON becomes a document
//   Pages/     a page of text as scraped from a news site becomes an article and the teasers printed below it
//
// It imports Protocol (the documents), Hashing (ids and fingerprints) and Compression (gzip and zstd streams). It knows
// no socket and no cluster: the ingestor and the offline index builder read through the very same code.
