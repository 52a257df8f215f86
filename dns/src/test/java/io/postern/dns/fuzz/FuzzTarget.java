package io.postern.dns.fuzz;

import io.postern.dns.transport.ProxyHeaderFuzz;
import io.postern.dns.transport.QueryPathFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is fuzzed, and where its corpus is kept. */
enum FuzzTarget {
  QUERY_PARSER(QueryParserFuzz.class),
  QUERY_PATH(QueryPathFuzz.class),
  REPLY_PARSER(ReplyParserFuzz.class),
  PROXY_HEADER(ProxyHeaderFuzz.class),
  MASTER_FILE(MasterFileFuzz.class);

  private static final Path CORPORA = Path.of("src/test/fuzz");

  private final Class<?> type;

  FuzzTarget(Class<?> type) {
    this.type = type;
  }

  Class<?> type() {
    return type;
  }

  /** Takes any octets; what it throws is a finding. */
  void run(byte[] input) throws IOException {
    switch (this) {
      case QUERY_PARSER -> QueryParserFuzz.fuzzerTestOneInput(input);
      case QUERY_PATH -> QueryPathFuzz.fuzzerTestOneInput(input);
      case REPLY_PARSER -> ReplyParserFuzz.fuzzerTestOneInput(input);
      case PROXY_HEADER -> ProxyHeaderFuzz.fuzzerTestOneInput(input);
      case MASTER_FILE -> MasterFileFuzz.fuzzerTestOneInput(input);
    }
  }

  /** The folder of its inputs, each of which gets somewhere that no other does. */
  Path corpus() {
    return CORPORA.resolve(type.getSimpleName());
  }

  List<Path> inputs() throws IOException {
    try (var files = Files.list(corpus())) {
      return files.sorted().toList();
    }
  }
}
