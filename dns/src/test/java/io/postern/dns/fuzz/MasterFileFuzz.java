package io.postern.dns.fuzz;

import io.postern.dns.master.MasterFileException;
import io.postern.dns.master.ZoneLoader;
import io.postern.dns.name.DnsName;
import io.postern.dns.zonefile.ZoneFileParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Text of zone files, for both readers: records or faults, and always an end. */
public final class MasterFileFuzz {
  private static final DnsName APEX = DnsName.parse("x");

  /** Thousands of records for a line are right, and slow. */
  private static final Pattern GENERATES_MUCH =
      Pattern.compile("\\$generate[^\n]*[0-9]{4}", Pattern.CASE_INSENSITIVE);

  private static final Path FILE = file();

  private MasterFileFuzz() {}

  private static Path file() {
    try {
      var folder = Files.createTempDirectory("fuzz");
      folder.toFile().deleteOnExit();
      var file = folder.resolve("zone");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    var text = new String(input, StandardCharsets.UTF_8);
    var _ = ZoneFileParser.parse(text, "x", 3600);
    if (GENERATES_MUCH.matcher(text).find()) return;
    Files.write(FILE, input);
    try {
      var zone = ZoneLoader.load(APEX, FILE).zone();
      zone.forEachNode((name, node) -> {
        if (!name.isSubdomainOf(APEX)) throw new AssertionError(name + " is not in the zone");
      });
    } catch (MasterFileException refused) {
      if (refused.faults().isEmpty()) throw new AssertionError("refused for nothing");
    }
  }
}
