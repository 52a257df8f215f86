import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks or applies google-java-format on every Java file of the project: {@code java
 * build/Format.java check|apply}.
 */
public final class Format {
  public static void main(String[] args) throws Exception {
    var apply = args.length == 1 && args[0].equals("apply");
    var formatter = new Formatter();
    var unformatted = new ArrayList<Path>();
    for (Path file : javaFiles()) {
      var source = Files.readString(file);
      var formatted = formatter.formatSourceAndFixImports(source);
      if (!formatted.equals(source)) {
        unformatted.add(file);
        if (apply) Files.writeString(file, formatted);
      }
    }
    if (unformatted.isEmpty()) return;
    System.out.println((apply ? "Formatted:" : "Not formatted:"));
    unformatted.forEach(file -> System.out.println("  " + file));
    if (!apply) {
      System.out.println("Run: mvn -pl build process-resources -Dformat=apply");
      System.exit(1);
    }
  }

  private static List<Path> javaFiles() throws Exception {
    var files = new ArrayList<Path>();
    var folders = new ArrayList<>(List.of(Path.of("build"), Path.of("docs")));
    for (var module : List.of("dns", "server", "client-sdk", "cli", "bench"))
      folders.add(Path.of(module, "src"));
    for (var folder : folders) {
      if (!Files.isDirectory(folder)) continue;
      try (Stream<Path> walk = Files.walk(folder)) {
        walk.filter(path -> path.toString().endsWith(".java")).forEach(files::add);
      }
    }
    return files;
  }
}
