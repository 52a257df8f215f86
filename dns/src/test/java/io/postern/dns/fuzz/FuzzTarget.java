package io.postern.dns.fuzz;

import io.postern.dns.transport.ProxyHeaderFuzz;
import io.postern.dns.transport.QueryPathFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is fuzzed, and where its corpus is kept. */
enum FuzzTarget {
  QUERY_PARSER(QueryParserFuzz.class, QueryParserFuzz::fuzzerTestOneInput),
  QUERY_PATH(QueryPathFuzz.class, QueryPathFuzz::fuzzerTestOneInput),
  REPLY_PARSER(ReplyParserFuzz.class, ReplyParserFuzz::fuzzerTestOneInput),
  PROXY_HEADER(ProxyHeaderFuzz.class, ProxyHeaderFuzz::fuzzerTestOneInput),
  MASTER_FILE(MasterFileFuzz.class, MasterFileFuzz::fuzzerTestOneInput);

  private static final Path CORPORA = Path.of("src/test/fuzz");

  /** Takes any octets; what it throws is a finding. */
  interface Target {
    void run(byte[] input) throws IOException;
  }

  private final Class<?> type;
  private final Target target;

  FuzzTarget(Class<?> type, Target target) {
    this.type = type;
    this.target = target;
  }

  Class<?> type() {
    return type;
  }

  void run(byte[] input) throws IOException {
    target.run(input);
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
