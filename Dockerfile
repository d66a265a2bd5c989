# One image with every executable: compose.yaml starts each service by its command.
#
#     docker build --tag timtin:local .

FROM swift:6.3-bookworm AS build
RUN apt-get update -qq \
    && apt-get install -qq --yes --no-install-recommends \
        libsqlite3-dev libxxhash-dev libzmq3-dev libzstd-dev pkg-config zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Package.swift ./
COPY Sources Sources
# The manifest names the test targets, so their folders have to be there; nothing of them is compiled.
COPY Tests Tests
# The cache keeps compiled packages between builds. It is no part of the image, hence the copies, stripped, outside it.
RUN --mount=type=cache,target=/src/.build,sharing=locked \
    swift build --configuration release \
    && cd "$(swift build --configuration release --show-bin-path)" \
    && install --strip -D --target-directory=/out timtin timtin-ingestor timtin-indexer timtin-query \
    && find . -maxdepth 1 -name '*.resources' -exec cp -R {} /out/ ';'

FROM swift:6.3-bookworm-slim
RUN apt-get update -qq \
    && apt-get install -qq --yes --no-install-recommends libsqlite3-0 libxxhash0 libzmq5 libzstd1 zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin timtin \
    && install --directory --owner=timtin --group=timtin /data
COPY --from=build /out/ /usr/local/bin/
USER timtin
WORKDIR /data
CMD ["timtin", "--help"]
