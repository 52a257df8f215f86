package io.postern.server.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the API's own documentation says of each reason: the comments of error_reason.proto. */
public final class DocumentedReasons {
  private static final Path PROTO = Path.of("../proto/postern/v1/error_reason.proto");
  private static final Pattern VALUE =
      Pattern.compile("((?:^ *//.*\\n)+)^ *ERROR_REASON_([A-Z_]+) = \\d+;", Pattern.MULTILINE);
  private static final Pattern CODE = Pattern.compile("^([A-Z_]+): ");
  private static final Pattern AZURE = Pattern.compile("Azure: `([A-Za-z]+)`");
  private static final Pattern KEY = Pattern.compile("[`,] ?([a-z][A-Za-z]*)=");

  private DocumentedReasons() {}

  /**
   * A documented reason.
   *
   * @param code the name of the gRPC status code
   * @param metadataKeys what the metadata may have beside Azure's name
   */
  public record Entry(String code, Optional<String> azureName, Set<String> metadataKeys) {}

  /** All of them but the zero value, by name. */
  public static Map<String, Entry> read() throws IOException {
    var entries = new LinkedHashMap<String, Entry>();
    var values = VALUE.matcher(Files.readString(PROTO));
    while (values.find()) {
      var comment = values.group(1).replaceAll("(?m)^ *// ?", "").replaceAll("\\s+", " ");
      var code = CODE.matcher(comment);
      var azure = AZURE.matcher(comment);
      if (!code.find()) continue;
      entries.put(
          values.group(2),
          new Entry(
              code.group(1),
              azure.find() ? Optional.of(azure.group(1)) : Optional.empty(),
              metadataKeys(comment)));
    }
    return entries;
  }

  private static Set<String> metadataKeys(String comment) {
    int from = comment.indexOf("Metadata: ");
    if (from < 0) return Set.of();
    return KEY.matcher(comment.substring(from))
        .results()
        .map(key -> key.group(1))
        .collect(Collectors.toUnmodifiableSet());
  }
}
