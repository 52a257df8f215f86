package io.postern.cli.topology;

import io.postern.dns.fuzz.Fuzzed;

/** What is fuzzed of the command. */
enum TopologyFuzzTarget implements Fuzzed {
  TOPOLOGY;

  @Override
  public Class<?> type() {
    return TopologyFuzz.class;
  }

  @Override
  public String instrumented() {
    return "io.postern.cli.topology.**:io.postern.cli.name.**";
  }

  @Override
  public void run(byte[] input) {
    TopologyFuzz.fuzzerTestOneInput(input);
  }
}
