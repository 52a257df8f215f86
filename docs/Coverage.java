import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;

/**
 * The check of {@code docs/coverage.md} against what a build has just tested: {@code java
 * docs/Coverage.java}, from the folder that holds the modules.
 *
 * <p>A statement that is {@code shown} names tests that were run and passed; one that is {@code
 * open} or {@code does not apply: why} names none. Whatever is named as the place where a statement
 * lives is a class or a file of the project.
 */
public final class Coverage {
  /** What became of a test. That of several runs, as of parameters, is the worst of them. */
  enum Outcome {
    PASSED,
    /** Needs a program that is not on this machine; on the one that decides, it is. */
    NOT_INSTALLED,
    SKIPPED,
    FAILED
  }

  enum State {
    SHOWN,
    OPEN,
    DOES_NOT_APPLY
  }

  /** One row of a table; its cells are trimmed. */
  record Row(int line, String statement, String lives, String tests, String state) {}

  record Problem(int line, String text) {
    @Override
    public String toString() {
      return "docs/coverage.md:" + line + ": " + text;
    }
  }

  /** What the table says and what is wrong with it. */
  record Verdict(List<State> states, List<Problem> problems, List<String> notInstalled) {
    String summary() {
      var counts =
          "coverage: %d statements, %d shown, %d open, %d do not apply"
              .formatted(
                  states.size(),
                  count(State.SHOWN),
                  count(State.OPEN),
                  count(State.DOES_NOT_APPLY));
      if (notInstalled.isEmpty()) return counts;
      return counts + "; not run for want of a program: " + String.join(", ", notInstalled);
    }

    private long count(State wanted) {
      return states.stream().filter(wanted::equals).count();
    }
  }

  private static final int CELLS = 5;
  private static final String NO_REASON = "does not apply";
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern CELL_END = Pattern.compile("(?<!\\\\)\\|");

  private final Map<String, Outcome> tests;
  private final Set<String> files;
  private final List<State> states = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<String> notInstalled = new TreeSet<>();

  private Coverage(Map<String, Outcome> tests, Set<String> files) {
    this.tests = tests;
    this.files = files;
  }

  public static void main(String[] args) throws IOException, XMLStreamException {
    var root = Path.of(args.length == 0 ? "." : args[0]);
    var lines = Files.readAllLines(root.resolve("docs/coverage.md"));
    var verdict = check(lines, tests(root), files(root));
    System.out.println(verdict.summary());
    verdict.problems().forEach(System.out::println);
    if (!verdict.problems().isEmpty()) System.exit(1);
  }

  /**
   * @param tests every test that was run, by its class and method: {@code io.example.Some.method}
   * @param files all sources, each by its path with slashes
   */
  static Verdict check(List<String> lines, Map<String, Outcome> tests, Set<String> files) {
    var coverage = new Coverage(tests, files);
    for (int i = 0; i < lines.size(); i++) {
      var cells = cells(lines.get(i));
      if (!cells.isEmpty() && !isHead(lines, i)) coverage.check(i + 1, cells);
    }
    return new Verdict(coverage.states, coverage.problems, List.copyOf(coverage.notInstalled));
  }

  private void check(int line, List<String> cells) {
    if (cells.size() == CELLS)
      check(new Row(line, cells.get(0), cells.get(2), cells.get(3), cells.get(4)));
    else problem(line, "has " + cells.size() + " cells, and takes " + CELLS);
  }

  private void check(Row row) {
    var state = state(row);
    states.add(state);
    var named = code(row.tests());
    var places = code(row.lives());
    if (row.statement().isEmpty()) problem(row.line(), "says nothing");
    if (state == State.SHOWN && named.isEmpty()) problem(row.line(), "is shown, and names no test");
    if (state != State.SHOWN && !row.tests().isEmpty())
      problem(row.line(), "names a test, and is not shown");
    if (state == State.SHOWN && places.isEmpty())
      problem(row.line(), "is shown, and says not where it lives");
    for (var test : named) checkTest(row.line(), test);
    for (var place : places)
      if (!isThere(place, files)) problem(row.line(), "no class or file is named " + place);
  }

  private State state(Row row) {
    if (row.state().equals("shown")) return State.SHOWN;
    if (row.state().equals("open")) return State.OPEN;
    if (row.state().startsWith(NO_REASON + ": ")) return State.DOES_NOT_APPLY;
    problem(row.line(), "is not shown, open or \"" + NO_REASON + ": \" with the reason");
    return State.OPEN;
  }

  private void checkTest(int line, String name) {
    var found = tests.keySet().stream().filter(test -> test.endsWith("." + name)).sorted().toList();
    if (found.isEmpty()) problem(line, "no test was run that is named " + name);
    if (found.size() > 1) problem(line, name + " is one of several; say which: " + found);
    for (var test : found) {
      switch (tests.get(test)) {
        case PASSED -> {}
        case NOT_INSTALLED -> notInstalled.add(name);
        case SKIPPED -> problem(line, name + " was skipped");
        case FAILED -> problem(line, name + " failed");
      }
    }
  }

  private void problem(int line, String text) {
    problems.add(new Problem(line, text));
  }

  /** A place is a path, the end of one, or a class, whose member may follow it. */
  private static boolean isThere(String name, Set<String> files) {
    var source = name.replaceFirst("\\..*", "") + ".java";
    return files.stream()
        .anyMatch(file -> isEndOf(name, file) || !name.contains("/") && isEndOf(source, file));
  }

  private static boolean isEndOf(String name, String file) {
    return file.equals(name) || file.endsWith("/" + name);
  }

  private static List<String> code(String cell) {
    return CODE.matcher(cell).results().map(match -> match.group(1)).toList();
  }

  /** The cells of a line of a table; none if it is another line. */
  private static List<String> cells(String line) {
    var text = line.strip();
    if (!text.startsWith("|")) return List.of();
    var cells = new ArrayList<String>();
    for (var cell : CELL_END.split(text.substring(1), -1)) cells.add(cell.strip());
    if (text.endsWith("|")) cells.removeLast();
    return cells;
  }

  /** Whether a line is the rule below a table's head, or the head above it. */
  private static boolean isHead(List<String> lines, int index) {
    return isRule(lines.get(index)) || index + 1 < lines.size() && isRule(lines.get(index + 1));
  }

  private static boolean isRule(String line) {
    return line.strip().matches("\\|[-:| ]+\\|");
  }

  /** What every module's reports say. A report whose class is gone is of an earlier build. */
  private static Map<String, Outcome> tests(Path root) throws IOException, XMLStreamException {
    var tests = new TreeMap<String, Outcome>();
    try (var modules = Files.newDirectoryStream(root, Files::isDirectory)) {
      for (var module : modules) {
        var reports = module.resolve("target/surefire-reports");
        if (!Files.isDirectory(reports)) continue;
        try (var files = Files.newDirectoryStream(reports, "TEST-*.xml")) {
          for (var file : files) {
            try (var report = Files.newInputStream(file)) {
              read(report)
                  .forEach((test, outcome) -> {
                    if (Files.exists(classFile(module, test)))
                      add(tests, test.replace('$', '.'), outcome);
                  });
            }
          }
        }
      }
    }
    return tests;
  }

  private static Path classFile(Path module, String test) {
    var className = test.substring(0, test.lastIndexOf('.'));
    return module.resolve("target/test-classes/" + className.replace('.', '/') + ".class");
  }

  /** The tests of one of Surefire's reports, with {@code $} between a class and one inside it. */
  static Map<String, Outcome> read(InputStream report) throws XMLStreamException {
    var tests = new TreeMap<String, Outcome>();
    var xml = XMLInputFactory.newDefaultFactory().createXMLStreamReader(report);
    var test = "";
    while (xml.hasNext()) {
      if (xml.next() != XMLStreamConstants.START_ELEMENT) continue;
      switch (xml.getLocalName()) {
        case "testcase" -> {
          test =
              xml.getAttributeValue(null, "classname")
                  + "."
                  + method(xml.getAttributeValue(null, "name"));
          add(tests, test, Outcome.PASSED);
        }
        case "skipped" -> add(tests, test, skipped(xml.getAttributeValue(null, "message")));
        case "failure", "error" -> add(tests, test, Outcome.FAILED);
        default -> {}
      }
    }
    return tests;
  }

  private static Outcome skipped(String why) {
    boolean lacksProgram = why != null && why.contains(" is not installed: ");
    return lacksProgram ? Outcome.NOT_INSTALLED : Outcome.SKIPPED;
  }

  /** Parameters and the number of a run follow the method's name in brackets of some kind. */
  private static String method(String name) {
    return name.replaceFirst("[(\\[{].*", "");
  }

  private static void add(Map<String, Outcome> tests, String test, Outcome outcome) {
    tests.merge(test, outcome, (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  /** Every file of the project but what was built or belongs to Git. */
  private static Set<String> files(Path root) throws IOException {
    var files = new HashSet<String>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            var name = folder.getFileName().toString();
            return name.equals("target") || name.equals(".git")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(root.relativize(file).toString().replace('\\', '/'));
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }
}
