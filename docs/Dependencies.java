import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The check of {@code docs/dependencies.md} against the jars that Postern is shipped with: {@code
 * java docs/Dependencies.java}, from the folder that holds the modules, once they are packaged. A
 * jar that is not listed, or has other octets than are listed, fails it.
 *
 * <p>{@code java docs/Dependencies.java --write} lists what is there now, with the licences that
 * the project files of the jars name. Whoever does that looks at what changed.
 */
public final class Dependencies {
  private static final Path SHIPPED = Path.of("cli/target/postern/lib");
  private static final Path LIST = Path.of("docs/dependencies.md");
  private static final Path REPOSITORY =
      Path.of(System.getProperty("user.home"), ".m2", "repository");
  private static final String OURS = "postern-";
  private static final String HEAD =
      """
      # Dependencies

      The jars that Postern is shipped with, each with its licence and the SHA-256 of its octets. A build whose jars are others fails; `java docs/Dependencies.java --write`, after
      `mvn package`, lists them anew. `cli/target/postern-bom.json` says the same in the form of CycloneDX, with who needs whom.

      | Jar | Licence | SHA-256 |
      |---|---|---|
      """;

  private record Jar(String licence, String sha256) {}

  private Dependencies() {}

  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].equals("--write")) write();
    else check();
  }

  private static void check() throws IOException {
    var listed = listed();
    var shipped = shipped();
    var problems = new TreeSet<String>();
    shipped.forEach((name, sha256) -> {
      var jar = listed.get(name);
      if (jar == null) problems.add(name + " is shipped and not listed");
      else if (!jar.sha256.equals(sha256)) problems.add(name + " has other octets: " + sha256);
      else if (jar.licence.isEmpty()) problems.add(name + " has no licence");
    });
    for (var name : listed.keySet())
      if (!shipped.containsKey(name)) problems.add(name + " is listed and not shipped");
    if (!problems.isEmpty()) {
      problems.forEach(problem -> System.err.println(LIST + ": " + problem));
      System.err.println(
          "If that is as it should be: java docs/Dependencies.java --write, and look at the"
              + " change.");
      System.exit(1);
    }
    System.out.println("dependencies: " + shipped.size() + " jars, as listed");
  }

  private static void write() throws Exception {
    var before = listed();
    var rows = new StringBuilder(HEAD);
    for (var jar : shipped().entrySet()) {
      var known = before.get(jar.getKey());
      var licence =
          known != null && !known.licence.isEmpty() ? known.licence : licence(jar.getKey());
      rows.append("| %s | %s | `%s` |\n".formatted(jar.getKey(), licence, jar.getValue()));
    }
    Files.writeString(LIST, rows);
  }

  private static Map<String, Jar> listed() throws IOException {
    var jars = new TreeMap<String, Jar>();
    if (!Files.exists(LIST)) return jars;
    for (var line : Files.readAllLines(LIST)) {
      var cells = line.split("\\|");
      if (cells.length < 4 || !cells[1].strip().endsWith(".jar")) continue;
      jars.put(cells[1].strip(), new Jar(cells[2].strip(), cells[3].strip().replace("`", "")));
    }
    return jars;
  }

  private static Map<String, String> shipped() throws IOException {
    var jars = new TreeMap<String, String>();
    try (var files = Files.list(SHIPPED)) {
      for (var file : files.toList()) {
        var name = file.getFileName().toString();
        if (!name.startsWith(OURS)) jars.put(name, sha256(file));
      }
    }
    return jars;
  }

  private static String sha256(Path file) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** What the project file beside the jar says, or the one that it inherits from; else nothing. */
  private static String licence(String jar) throws Exception {
    try (var files = Files.walk(REPOSITORY)) {
      var found = files.filter(file -> file.getFileName().toString().equals(jar)).findFirst();
      if (found.isEmpty()) return "";
      return licenceOf(
          found.get().resolveSibling(jar.substring(0, jar.length() - "jar".length()) + "pom"));
    }
  }

  private static String licenceOf(Path pom)
      throws IOException, ParserConfigurationException, SAXException {
    if (!Files.exists(pom)) return "";
    var project =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(pom.toFile())
            .getDocumentElement();
    var licences = new LinkedHashSet<String>();
    var found = project.getElementsByTagName("license");
    for (int i = 0; i < found.getLength(); i++)
      licences.add(text((Element) found.item(i), "name").replace("|", "/").strip());
    if (!licences.isEmpty()) return licences.stream().collect(Collectors.joining(" or "));
    var parents = project.getElementsByTagName("parent");
    if (parents.getLength() == 0) return "";
    var parent = (Element) parents.item(0);
    var artifact = text(parent, "artifactId");
    var version = text(parent, "version");
    return licenceOf(
        REPOSITORY
            .resolve(text(parent, "groupId").replace('.', '/'))
            .resolve(artifact)
            .resolve(version)
            .resolve(artifact + "-" + version + ".pom"));
  }

  private static String text(Element parent, String tag) {
    NodeList found = parent.getElementsByTagName(tag);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
  }
}
