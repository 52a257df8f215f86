package io.postern.server.fuzz;

import io.postern.dns.fuzz.Fuzzed;
import io.postern.server.zone.ZoneFileFuzz;

/** What is fuzzed of the server. */
enum ServerFuzzTarget implements Fuzzed {
  TEXT(TextFuzz.class),
  ZONE_FILE(ZoneFileFuzz.class),
  REQUEST(RequestFuzz.class);

  private final Class<?> type;

  ServerFuzzTarget(Class<?> type) {
    this.type = type;
  }

  @Override
  public Class<?> type() {
    return type;
  }

  @Override
  public String instrumented() {
    return "io.postern.server.**:io.postern.dns.zonefile.**";
  }

  @Override
  public void run(byte[] input) {
    switch (this) {
      case TEXT -> TextFuzz.fuzzerTestOneInput(input);
      case ZONE_FILE -> ZoneFileFuzz.fuzzerTestOneInput(input);
      case REQUEST -> RequestFuzz.fuzzerTestOneInput(input);
    }
  }
}
