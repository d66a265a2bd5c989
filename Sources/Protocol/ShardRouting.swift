/// Which shard a document belongs to.
///
/// FNV-1a of 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/) over the id's bytes, then the finaliser of
/// MurmurHash3, then modulo the number of shards: a few lines in any language, so that a client can route by itself.
public enum ShardRouting {
    /// The shard, from 0, of a document's id.
    ///
    /// - Precondition: `shards` is at least 1.
    public static func shard(of id: some Sequence<UInt8>, shards: Int) -> Int {
        precondition(shards >= 1, "a cluster has at least one shard, got \(shards)")
        return Int(hash(id) % UInt64(shards))
    }

    /// The hash behind ``shard(of:shards:)``. Fixed for ever: stored clusters depend on it.
    public static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
        hash = (hash ^ (hash >> 33)) &* 0xc4ce_b9fe_1a85_ec53
        return hash ^ (hash >> 33)
    }
}
