import Messaging
import Protocol

/// What becomes of attempts: answered, refused, lost with their member, made twice, forgotten.
extension BrokerCore {
    /// Takes a member's answer to an attempt.
    mutating func takeReply(_ id: String, _ body: [UInt8], from member: MemberID) {
        // An answer that is none of this member's own is one to a broker that was here before.
        guard let number = AttemptName.number(of: id), let attempt = attempts[number], attempt.member == member else {
            return
        }
        forget(number, attempt)
        let refusal = Self.refusal(in: body)
        if refusal == .shuttingDown {
            registry.leave(member)
            membershipChanged()
        }
        if isCurrent(number, attempt) {
            // What a stalled worker says at last tells nothing of how long others take.
            if let lane = attempt.lane { hedging.answered(lane, after: now.uptime - attempt.sentAt) }
            takeAnswer(number, attempt, body, refusal)
        } else {
            // Another was faster, or the caller's time is over.
            counters.answeredLate += 1
        }
        dispatchWaiting()
        updateWants()
    }

    private mutating func takeAnswer(_ number: Int, _ attempt: Attempt, _ body: [UInt8], _ refusal: RPCErrorCode?) {
        let reference = attempt.part
        switch refusal {
        case .shuttingDown: return giveAgain(number, attempt)
        case .unavailable, .overloaded, .corrupted:
            guard let part = openPart(reference), part.lane != nil else { break }
            calls[reference.call]?.parts[reference.part].refusedBy.append(attempt.member)
            guard part.attempt != nil && part.hedge != nil || hasOther(part, than: attempt.member) else { break }
            return giveAgain(number, attempt)
        case .staleEpoch:
            guard case .indexer(let shard) = openPart(reference)?.target, owner(of: shard) != attempt.member else {
                break
            }
            return giveAgain(number, attempt)
        default: break
        }
        if attempt.isHedge { counters.hedgesWon += 1 }
        end(reference, .success(body), by: attempt.member)
    }

    /// Why a member says that it has not done what was asked, where another might. Only short replies are looked at: an
    /// error is short, and the others are passed on unread.
    private static func refusal(in reply: [UInt8]) -> RPCErrorCode? {
        guard reply.count < 2048, !RPCBytes.isPlainResult(reply.span),
            let range = (try? ScannedReply(reply.span))?.errorRange
        else { return nil }
        return (try? WireCoder.decode(RPCError.self, from: Array(reply[range])))?.knownCode
    }

    /// Whether an attempt is still one that its part waits for.
    private func isCurrent(_ number: Int, _ attempt: Attempt) -> Bool {
        calls.read(attempt.part.call) { $0.waits(for: number, of: attempt.part.part) } ?? false
    }

    /// Whether another worker than those that refused a part could be asked for it.
    private mutating func hasOther(_ part: Part, than member: MemberID) -> Bool {
        choose(part.target, except: part.refusedBy + [member]) != .nobody
    }

    /// Takes an attempt from a member that will not answer it and gives its part to another, unless one has it already.
    mutating func giveAgain(_ number: Int, _ attempt: Attempt) {
        guard isCurrent(number, attempt) else { return }
        let reference = attempt.part
        _ = calls[reference.call]?.parts[reference.part].drop(number)
        guard let part = openPart(reference), part.attempt == nil, part.hedge == nil, let call = calls[reference.call]
        else { return }
        guard MethodCatalog.method(named: call.request.method)?.isIdempotent == true else {
            let detail = "\(part.target) went away, and \(call.request.method) may have been done or not"
            return end(reference, .failure(RPCError(.unavailable, detail: detail)))
        }
        guard part.lossCount < configuration.attemptsMax else {
            let detail = "\(part.lossCount) members went away with the request, one after the other"
            return end(reference, .failure(RPCError(.unavailable, detail: detail)))
        }
        counters.retried += 1
        dispatch(reference)
    }

    /// Gives what a member had and lost to others.
    mutating func giveAgain(lostBy member: MemberID) {
        let lost = attempts.filter { $0.value.member == member }.sorted { $0.key < $1.key }
        for (number, _) in lost { attempts[number] = nil }
        for (number, attempt) in lost where isCurrent(number, attempt) {
            calls[attempt.part.call]?.parts[attempt.part.part].lossCount += 1
            giveAgain(number, attempt)
        }
    }

    /// An attempt is no longer its member's.
    private mutating func forget(_ number: Int, _ attempt: Attempt) {
        attempts[number] = nil
        registry.unassign(from: attempt.member)
    }
}

/// What time does to attempts.
extension BrokerCore {
    /// Keeps an eye on how long an attempt takes.
    mutating func watch(_ number: Int, _ lane: HedgeLane) {
        hedging.sent(number, lane, at: now.uptime)
        guard hedging.hasToken, let oldest = hedging.oldest(lane) else { return }
        nextHedge = min(nextHedge ?? oldest.lateAt, oldest.lateAt)
    }

    /// Asks a second worker what the first has not answered for too long, as far as there are means for it.
    mutating func hedge() {
        guard let due = nextHedge, due <= now.uptime else { return }
        nextHedge = nil
        for lane in HedgeLane.allCases {
            while let oldest = hedging.oldest(lane) {
                if let attempt = attempts[oldest.attempt], isCurrent(oldest.attempt, attempt) {
                    guard hedging.hasToken else { break }
                    guard oldest.lateAt <= now.uptime else {
                        nextHedge = min(nextHedge ?? oldest.lateAt, oldest.lateAt)
                        break
                    }
                    hedge(attempt)
                }
                hedging.dropOldest(lane)
            }
        }
    }

    private mutating func hedge(_ attempt: Attempt) {
        guard let part = openPart(attempt.part), part.hedge == nil, waiting.isEmpty(part.target),
            case .member(let other) = choose(part.target, except: part.refusedBy + [attempt.member])
        else { return }
        hedging.spend()
        counters.hedged += 1
        send(attempt.part, to: other, isHedge: true)
    }

    /// Forgets what members have not answered long after its time: the message must have been lost.
    mutating func forget() {
        guard let due = nextForgetting, due <= now.uptime else { return }
        for (number, attempt) in attempts where attempt.forgetAt <= now.uptime { forget(number, attempt) }
        nextForgetting = attempts.map(\.value.forgetAt).min().map { max($0, now.uptime + .seconds(1)) }
        dispatchWaiting()
    }

    /// Sees to it that ``BrokerCore/expire()`` looks again at `uptime` at the latest.
    mutating func lookAgain(at uptime: Duration) {
        nextExpiry = min(nextExpiry ?? uptime, uptime)
    }

    /// Goes on without what ran out of time.
    mutating func expire() {
        guard let due = nextExpiry, due <= now.uptime else { return }
        for (number, call) in calls.filter({ $0.value.roundEnd <= now.uptime }).sorted(by: { $0.key < $1.key }) {
            for index in call.parts.indices where !call.parts[index].hasEnded {
                let reference = PartReference(call: number, part: index)
                end(reference, .failure(givesUpAt(reference) == nil ? Self.lateError : unavailable(reference)))
            }
        }
        for (_, reference) in waiting.all.sorted(by: { $0.part.call < $1.part.call }) {
            guard let end = givesUpAt(reference), end <= now.uptime else { continue }
            self.end(reference, .failure(unavailable(reference)))
        }
        var kept = waiting
        kept.keep { target, reference in openPart(reference)?.target == target && waits(reference) }
        waiting = kept
        let next = calls.map(\.value.roundEnd) + waiting.all.compactMap { givesUpAt($0.part) }
        // Looking through everything for each of thousands that run late at once would make all others late.
        nextExpiry = next.min().map { max($0, now.uptime + .milliseconds(2)) }
    }

    /// When a part that nobody lives to answer has waited for long enough, as uptime; nil for any other part.
    private func givesUpAt(_ reference: PartReference) -> Duration? {
        guard let part = openPart(reference), let since = part.waitingSince,
            let lacking = waiting.lackingSince(part.target)
        else { return nil }
        // What others have waited for in vain holds the other shards' answers up no more.
        if case .holder = part.target { return lacking + configuration.memberWait }
        return max(since, lacking) + configuration.memberWait
    }

    private static let lateError = RPCError(
        .deadlineExceeded, detail: "the deadline passed before an answer was ready: give more time, or ask for less")

    private func unavailable(_ reference: PartReference) -> RPCError {
        guard let part = openPart(reference), let since = part.waitingSince else { return Self.lateError }
        let tenths = ((now.uptime - since) / .seconds(1) * 10).rounded() / 10
        return RPCError(
            .unavailable,
            detail: "waited \(tenths) s for \(part.target) and there is none: cluster.status says what is missing")
    }
}
