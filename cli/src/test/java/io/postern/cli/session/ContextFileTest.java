package io.postern.cli.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.cli.session.ContextFile.Contents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextFileTest {
  @TempDir Path folder;
  private Path path;
  private ContextFile file;

  @BeforeEach
  void name() {
    path = folder.resolve("postern").resolve("contexts.yaml");
    file = new ContextFile(path);
  }

  @Test
  void aFileThatIsNotThereIsEmpty() {
    assertEquals(new Contents(Optional.empty(), new LinkedHashMap<>()), file.read());
  }

  @Test
  void whatIsWrittenIsReadBackInItsOrder() {
    var contexts = new LinkedHashMap<String, Context>();
    contexts.put(
        "work",
        new Context(
            Optional.of("db:7443"),
            Optional.of("bob@fabrikam"),
            Optional.of("f"),
            Optional.of("g")));
    contexts.put("lab", Context.EMPTY);
    var contents = new Contents(Optional.of("lab"), contexts);

    file.write(contents);

    assertEquals(contents, file.read());
    assertEquals("work", file.read().contexts().firstEntry().getKey());
  }

  @Test
  void aMisspelledKeyIsRefusedWithTheRightOne() throws IOException {
    write("contexts:\n  lab:\n    sever: 127.0.0.1:7443\n");

    assertTrue(
        refusal().contains("unknown context key 'sever'; did you mean 'server'?"), refusal());
  }

  @Test
  void whatIsNotYamlIsRefusedWithItsLine() throws IOException {
    write("contexts:\n  lab: [\n");

    assertTrue(refusal().contains("is not YAML in line 3"), refusal());
  }

  @Test
  void whatHasAnotherShapeIsRefused() throws IOException {
    write("contexts: lab\n");

    assertTrue(refusal().contains("has no keys and values at contexts"), refusal());
  }

  private void write(String text) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private String refusal() {
    var failure = assertThrows(CommandFailure.class, file::read);
    assertEquals(ExitCode.USAGE, failure.exitCode());
    return String.valueOf(failure.getMessage());
  }
}
