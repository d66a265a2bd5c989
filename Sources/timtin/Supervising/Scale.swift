import ArgumentParser

/// How many processes of one service: `indexer=2`.
struct Scale: Hashable, Sendable {
    /// The services by the names that they have in `compose.yaml`.
    enum Service: String, CaseIterable, Sendable { case broker, indexer, query }

    /// The most of one service.
    static let countMax = 64

    var service: Service
    var count: Int

    init(_ service: Service, _ count: Int) {
        self.service = service
        self.count = count
    }

    /// - Throws: `ValidationError` that says what is expected.
    init(parsing text: String) throws {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, let service = Service(rawValue: String(parts[0])), let count = Int(parts[1]),
            (1...Self.countMax).contains(count)
        else {
            throw ValidationError("expected broker=N, indexer=N or query=N, with N from 1 to \(Self.countMax)")
        }
        self.init(service, count)
    }
}

extension [Scale] {
    /// How many of a service are asked for; the last word counts, nil where there is none.
    func count(of service: Scale.Service) -> Int? { last { $0.service == service }?.count }
}
