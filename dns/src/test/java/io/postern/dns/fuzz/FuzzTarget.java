package io.postern.dns.fuzz;

import io.postern.dns.transport.ProxyHeaderFuzz;
import io.postern.dns.transport.QueryPathFuzz;
import java.io.IOException;

/** What is fuzzed of the engine. */
enum FuzzTarget implements Fuzzed {
  QUERY_PARSER(QueryParserFuzz.class),
  QUERY_PATH(QueryPathFuzz.class),
  REPLY_PARSER(ReplyParserFuzz.class),
  PROXY_HEADER(ProxyHeaderFuzz.class),
  MASTER_FILE(MasterFileFuzz.class);

  private final Class<?> type;

  FuzzTarget(Class<?> type) {
    this.type = type;
  }

  @Override
  public Class<?> type() {
    return type;
  }

  @Override
  public void run(byte[] input) throws IOException {
    switch (this) {
      case QUERY_PARSER -> QueryParserFuzz.fuzzerTestOneInput(input);
      case QUERY_PATH -> QueryPathFuzz.fuzzerTestOneInput(input);
      case REPLY_PARSER -> ReplyParserFuzz.fuzzerTestOneInput(input);
      case PROXY_HEADER -> ProxyHeaderFuzz.fuzzerTestOneInput(input);
      case MASTER_FILE -> MasterFileFuzz.fuzzerTestOneInput(input);
    }
  }
}
