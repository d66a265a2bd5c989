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
    ///
    /// - Parameter spare: Room for as many keys and `radixCount` more; not touched where there are no more than a heap has.
    static func sort(_ keys: UnsafeMutablePointer<UInt64>, count: Int, spare: UnsafeMutablePointer<UInt64>) {
        if unsafe count <= insertionMax {
            unsafe sortByInsertion(keys, count: count)
        } else {
            unsafe sortByRadix(keys, count: count, spare: spare)
        }
    }

    /// Counters that sorting many keys takes.
    static let radixCount = 256
    private static let insertionMax = Collector.heapMax

    private static func sortByInsertion(_ keys: UnsafeMutablePointer<UInt64>, count: Int) {
        for index in 1..<max(1, count) {
            let key = unsafe keys[index]
            var place = index
            while place > 0, unsafe keys[place &- 1] < key {
                unsafe keys[place] = keys[place &- 1]
                place &-= 1
            }
            unsafe keys[place] = key
        }
    }

    /// Distributes keys by eight bits after eight, the lowest first, but for those that are the same in all.
    private static func sortByRadix(
        _ keys: UnsafeMutablePointer<UInt64>, count: Int, spare: UnsafeMutablePointer<UInt64>
    ) {
        let ends = unsafe spare + count
        var (source, target) = unsafe (keys, spare)
        var (ones, zeros) = (UInt64.max, UInt64.max)
        for index in 0..<count {
            unsafe ones &= keys[index]
            unsafe zeros &= ~keys[index]
        }
        let varying = ~(ones | zeros)
        var shift = UInt64(0)
        while shift < 64, varying &>> shift != 0 {
            // The lowest bit that varies begins the next eight.
            shift &+= UInt64(truncatingIfNeeded: (varying &>> shift).trailingZeroBitCount)
            unsafe ends.update(repeating: 0, count: radixCount)
            for index in 0..<count { unsafe ends[Int(source[index] &>> shift & 0xFF)] &+= 1 }
            var end: UInt64 = 0
            for digit in unsafe (0..<radixCount).reversed() {
                let number = unsafe ends[digit]
                unsafe ends[digit] = end
                end &+= number
            }
            for index in 0..<count {
                let key = unsafe source[index]
                let digit = Int(key &>> shift & 0xFF)
                unsafe target[Int(ends[digit])] = key
                unsafe ends[digit] &+= 1
            }
            unsafe swap(&source, &target)
            shift &+= 8
        }
        if unsafe source != keys { unsafe keys.update(from: source, count: count) }
    }

    private static func median(_ a: UInt64, _ b: UInt64, _ c: UInt64) -> UInt64 {
        max(min(a, b), min(max(a, b), c))
    }
}
