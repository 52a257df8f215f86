import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What {@link Coverage} reads and what it finds wrong: {@code java docs/CoverageTest.java}. */
final class CoverageTest {
  private static final Map<String, Coverage.Outcome> TESTS =
      Map.of(
          "io.a.GateTest.opens", Coverage.Outcome.PASSED,
          "io.a.GateTest.Inner.closes", Coverage.Outcome.PASSED,
          "io.a.GateTest.rusts", Coverage.Outcome.SKIPPED,
          "io.a.GateTest.falls", Coverage.Outcome.FAILED,
          "io.a.GateTest.needsOil", Coverage.Outcome.NOT_INSTALLED,
          "io.a.TwinTest.runs", Coverage.Outcome.PASSED,
          "io.b.TwinTest.runs", Coverage.Outcome.PASSED);
  private static final Set<String> FILES = Set.of("a/src/main/java/io/a/Gate.java", "a/rows.tsv");

  private static final List<String> differences = new ArrayList<>();

  public static void main(String[] args) throws Exception {
    rowsThatAreRight();
    rowsThatAreWrong();
    whatNeedsAProgramIsNamed();
    everythingElseIsText();
    aReport();
    differences.forEach(System.out::println);
    if (!differences.isEmpty()) System.exit(1);
  }

  private static void rowsThatAreRight() {
    expect(List.of(), problems("| It opens | FAQ | `Gate.open` | `GateTest.opens` | shown |"));
    expect(
        List.of(),
        problems(
            "| a \\| b | FAQ | `rows.tsv`, `Gate` | `Inner.closes`, `b.TwinTest.runs` | shown |"));
    expect(List.of(), problems("| It turns | FAQ | `Gate` | `GateTest.needsOil` | shown |"));
    expect(List.of(), problems("| It sings | FAQ | | | open |"));
    expect(List.of(), problems("| It costs | FAQ | | | does not apply: there is no price. |"));
  }

  private static void rowsThatAreWrong() {
    expect(
        List.of("no test was run that is named GateTest.sings"),
        problems("| It sings | FAQ | `Gate` | `GateTest.sings` | shown |"));
    expect(
        List.of("GateTest.rusts was skipped", "GateTest.falls failed"),
        problems("| It falls | FAQ | `Gate` | `GateTest.rusts` `GateTest.falls` | shown |"));
    expect(
        List.of(
            "TwinTest.runs is one of several; say which: [io.a.TwinTest.runs, io.b.TwinTest.runs]"),
        problems("| It runs | FAQ | `Gate` | `TwinTest.runs` | shown |"));
    expect(
        List.of("no class or file is named Wall"),
        problems("| It stands | FAQ | `Wall` | `GateTest.opens` | shown |"));
    expect(
        List.of("is shown, and names no test", "is shown, and says not where it lives"),
        problems("| It stands | FAQ | | | shown |"));
    expect(
        List.of("names a test, and is not shown"),
        problems("| It stands | FAQ | | `GateTest.opens` | open |"));
    expect(List.of("says nothing"), problems("| | FAQ | | | open |"));
    expect(
        List.of("is not shown, open or \"does not apply: \" with the reason"),
        problems("| It costs | FAQ | | | does not apply |"));
    expect(List.of("has 4 cells, and takes 5"), problems("| It costs | FAQ | | open |"));
  }

  private static void whatNeedsAProgramIsNamed() {
    var row = "| It turns | FAQ | `Gate` | `GateTest.needsOil` | shown |";
    expect(
        "coverage: 1 statements, 1 shown, 0 open, 0 do not apply; not run for want of a program:"
            + " GateTest.needsOil",
        Coverage.check(List.of(row), TESTS, FILES).summary());
  }

  private static void everythingElseIsText() {
    var lines =
        List.of(
            "# Title",
            "",
            "| Statement | From | Lives | Shown by | State |",
            "|---|---|---|---|---|",
            "| It sings | FAQ | | | open |",
            "| It costs | FAQ | | | does not apply: no. |",
            "| It opens | FAQ | `Gate` | `GateTest.sings` | shown |",
            "",
            "`Nothing.here` is read.");
    var verdict = Coverage.check(lines, TESTS, FILES);
    expect("coverage: 3 statements, 1 shown, 1 open, 1 do not apply", verdict.summary());
    expect(
        "docs/coverage.md:7: no test was run that is named GateTest.sings",
        verdict.problems().getFirst().toString());
  }

  private static void aReport() throws Exception {
    var report =
        """
        <testsuite name="io.a.GateTest">
          <testcase name="opens" classname="io.a.GateTest"/>
          <testcase name="closes(String, int)[1]" classname="io.a.GateTest$Inner"/>
          <testcase name="closes(String, int)[2]" classname="io.a.GateTest$Inner">
            <failure message="no"/>
          </testcase>
          <testcase name="sings{Path}[1]" classname="io.a.GateTest"><skipped/></testcase>
          <testcase name="needsOil" classname="io.a.GateTest">
            <skipped message="oil is not installed: apt-get install oil"/>
          </testcase>
        </testsuite>
        """;
    expect(
        Map.of(
            "io.a.GateTest.opens", Coverage.Outcome.PASSED,
            "io.a.GateTest$Inner.closes", Coverage.Outcome.FAILED,
            "io.a.GateTest.sings", Coverage.Outcome.SKIPPED,
            "io.a.GateTest.needsOil", Coverage.Outcome.NOT_INSTALLED),
        Coverage.read(new ByteArrayInputStream(report.getBytes(StandardCharsets.UTF_8))));
  }

  private static List<String> problems(String row) {
    return Coverage.check(List.of(row), TESTS, FILES).problems().stream()
        .map(Coverage.Problem::text)
        .toList();
  }

  private static void expect(Object wanted, Object found) {
    if (!Objects.equals(wanted, found))
      differences.add("expected " + wanted + "\nbut found " + found);
  }
}
