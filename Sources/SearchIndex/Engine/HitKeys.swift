/// Ordering of hits' keys; a larger key is a better hit.
@unsafe enum HitKeys {
    /// Puts a key in the place of the first, the smallest, of a heap.
    @inline(__always)
    static func replaceFirst(_ keys: UnsafeMutablePointer<UInt64>, count: Int, by key: UInt64) {
        var place = 0
        while true {
            var child = 2 &* place &+ 1
            guard child < count else { break }
            if child &+ 1 < count, unsafe keys[child &+ 1] < keys[child] { child &+= 1 }
            guard unsafe keys[child] < key else { break }
            unsafe keys[place] = keys[child]
            place = child
        }
        unsafe keys[place] = key
    }

    /// Moves the largest keys to the front, in any order.
    ///
    /// - Parameter best: How many, from 1 to `count`.
    static func select(_ keys: UnsafeMutablePointer<UInt64>, count: Int, best: Int) {
        var (low, high) = (0, count - 1)
        // Hoare's selection; the middle of three keys far apart keeps ordered runs from taking quadratic time.
        while low < high {
            let pivot = unsafe median(keys[low], keys[low + (high - low) / 2], keys[high])
            var (left, right) = (low, high)
            while left <= right {
                while unsafe keys[left] > pivot { left += 1 }
                while unsafe keys[right] < pivot { right -= 1 }
                if left <= right {
                    unsafe (keys[left], keys[right]) = (keys[right], keys[left])
                    left += 1
                    right -= 1
                }
            }
            if best - 1 <= right { high = right } else if best - 1 >= left { low = left } else { return }
        }
    }

    static func smallest(_ keys: UnsafeMutablePointer<UInt64>, count: Int) -> UInt64 {
        var smallest = UInt64.max
        for index in 0..<count { smallest = unsafe min(smallest, keys[index]) }
        return smallest
    }

    /// Orders keys, the largest first.
    static func sort(_ keys: UnsafeMutablePointer<UInt64>, count: Int) {
        var buffer = unsafe UnsafeMutableBufferPointer(start: keys, count: count)
        unsafe buffer.sort(by: >)
    }

    private static func median(_ a: UInt64, _ b: UInt64, _ c: UInt64) -> UInt64 {
        max(min(a, b), min(max(a, b), c))
    }
}
