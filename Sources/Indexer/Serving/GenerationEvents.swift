import Foundation
import Protocol

/// The events about generations of one member.
struct GenerationEvents: Sendable {
    let member: MemberInfo

    func event(of state: ShardState, time: Date) -> CloudEvent {
        CloudEvent(
            id: "\(member.instance)-\(state.shard)-\(state.generation ?? "")", source: "/cluster/\(member.name)",
            type: .generationCommitted, subject: "shards/\(state.shard)", time: time.formatted(.iso8601),
            data: .object([
                "shard": .integer(Int64(state.shard)), "generation": .string(state.generation ?? ""),
                "through": .integer(Int64(state.through)), "documents": .integer(Int64(state.documents)),
            ]))
    }
}
