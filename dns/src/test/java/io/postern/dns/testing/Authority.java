package io.postern.dns.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** An authority that gives out certificates, made with {@code openssl} in a folder of its own. */
public final class Authority {
  private static final List<String> KEY =
      List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String SETTINGS =
      """
      [ca]
      default_ca = here
      [here]
      new_certs_dir = %1$s
      database = %1$s/index
      certificate = %1$s/authority.pem
      private_key = %1$s/authority.key
      rand_serial = yes
      default_md = sha256
      policy = any
      copy_extensions = copy
      unique_subject = no
      [any]
      commonName = optional
      """;

  private final Path folder;
  private int issued;

  private Authority(Path folder) {
    this.folder = folder;
  }

  /** A certificate with its key, both in PEM. */
  public record Issued(Path certificate, Path key) {}

  /** Makes one; the folder is made, too. */
  public static Authority in(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("index"), "");
      Files.writeString(folder.resolve("ca.conf"), SETTINGS.formatted(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var authority = new Authority(folder);
    authority.openssl(
        "req -x509 %s -subj /CN=%s -days 1 -keyout authority.key -out authority.pem"
            .formatted(String.join(" ", KEY), folder.getFileName()));
    return authority;
  }

  public Path certificate() {
    return folder.resolve("authority.pem");
  }

  /**
   * A certificate from yesterday until tomorrow.
   *
   * @param commonName of its subject
   * @param names its alternative names as openssl writes them, such as {@code DNS:dns.example}
   */
  public Issued issue(String commonName, String... names) {
    var now = Instant.now();
    return issue(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)), commonName, names);
  }

  public Issued issue(Instant from, Instant until, String commonName, String... names) {
    issued++;
    var key = folder.resolve(issued + ".key");
    var certificate = folder.resolve(issued + ".pem");
    var alternatives = names.length == 0 ? "" : "-addext subjectAltName=" + String.join(",", names);
    openssl(
        "req %s -subj /CN=%s %s -keyout %s -out request"
            .formatted(String.join(" ", KEY), commonName, alternatives, key));
    openssl(
        "ca -batch -notext -config ca.conf -in request -out %s -startdate %s -enddate %s"
            .formatted(certificate, DATE.format(from), DATE.format(until)));
    return new Issued(certificate, key);
  }

  /** Runs openssl with words without spaces; bare file names are those of the folder. */
  private void openssl(String command) {
    var words =
        List.of(command.strip().split(" +")).stream()
            .map(word ->
                word.matches("authority\\.(key|pem)|request|ca\\.conf")
                    ? folder.resolve(word).toString()
                    : word)
            .toList();
    var _ = Program.output("openssl", words);
  }
}
