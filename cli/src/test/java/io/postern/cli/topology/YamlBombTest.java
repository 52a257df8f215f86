package io.postern.cli.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.cli.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack: a topology file from somebody else that is small, and huge once it is read. */
final class YamlBombTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private static String refused(String yaml) {
    var refused =
        assertTimeoutPreemptively(
            SOON, () -> assertThrows(TopologyException.class, () -> TopologyReader.read(yaml)));
    return Objects.requireNonNull(refused.getMessage());
  }

  /** Nine lines of ten aliases each, to the line before: a thousand million values. */
  @Test
  void aliasesOfAliasesAreCountedAsWhatTheyUnfoldTo() {
    var bomb =
        IntStream.rangeClosed(1, 9)
            .mapToObj(line -> "a%d: &a%d [%s]\n".formatted(line, line, tenTimes("*a" + (line - 1))))
            .collect(Collectors.joining("", "a0: &a0 x\n", ""));

    // The seventh line of aliases goes over it, before which there is the one they begin with.
    assertEquals("7: the file has more than 1000000 values with its aliases put in", refused(bomb));
  }

  private static String tenTimes(String text) {
    return String.join(", ", java.util.Collections.nCopies(10, text));
  }

  /** The same where the nesting is that of a topology, so that nothing else would refuse it. */
  @Test
  void resourcesMayBeRepeatedByAliasesButNotWithoutEnd() {
    var networks = resources("n", 1000, "{subnets: {s: }}");
    var groups = resources("g", 2000, "*n");
    var yaml =
        "subscriptions:\n  a: {resourceGroups: {g: {virtualNetworks: &n %s}}}\n".formatted(networks)
            + "  b: {resourceGroups: %s}\n"
                .formatted(groups.replace("*n", "{virtualNetworks: *n}"));

    assertEquals("3: the file has more than 1000000 values with its aliases put in", refused(yaml));

    var few =
        yaml.replace(groups.replace("*n", "{virtualNetworks: *n}"), "{g: {virtualNetworks: *n}}");
    assertEquals(2 + 2 * 2000, TopologyReader.read(few).declarations().size());
  }

  private static String resources(String prefix, int count, String each) {
    return IntStream.range(0, count)
        .mapToObj(number -> prefix + number + ": " + each)
        .collect(Collectors.joining(", ", "{", "}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? ", "&a [", "[[{b: "})
  void whatStandsInItselfWithoutEndIsNotFollowed(String piece) {
    var refused = refused(piece.repeat(200_000));

    assertEquals("1: this stands more than 64 levels deep", refused);
  }

  @Test
  void anAliasOfWhatItStandsInIsRefused() {
    assertTrue(refused("subscriptions: &a {s: {resourceGroups: {g: *a}}}").startsWith("1: "));
    assertTrue(refused("subscriptions: &a {? *a : x}").startsWith("1: "));
  }

  @Test
  void noMoreIsReadThanATopologyCanHave() throws IOException {
    var shell = new Shell(folder).with("POSTERN_SERVER", "127.0.0.1:1");
    var file = folder.resolve("large.yaml");
    Files.writeString(file, "#" + "x".repeat(TopologyFile.MOST_BYTES));

    var refused = shell.run("apply", "-f", file.toString());

    assertEquals(2, refused.exitCode(), refused::text);
    assertEquals(
        "postern: " + file + " is larger than 3145728 bytes; divide it into several\n",
        refused.err());
    // It never ends.
    var endless =
        assertTimeoutPreemptively(SOON, () -> shell.run("apply", "-f", "/dev/zero").err());
    assertEquals(
        "postern: /dev/zero is larger than 3145728 bytes; divide it into several\n", endless);
  }
}
