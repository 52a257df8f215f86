package io.postern.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A settings file: YAML with the components of {@link ServerSettings} as keys. */
public final class SettingsFile {
  private SettingsFile() {}

  /**
   * Reads the file; what it leaves out is as in the defaults.
   *
   * @throws SettingException when it cannot be read, or a key or value in it cannot be
   */
  public static ServerSettings read(Path file, ServerSettings defaults) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new SettingException(file.toString(), "there is no such file.");
    } catch (IOException e) {
      throw new SettingException(file.toString(), "the file cannot be read.");
    }
    try {
      return parse(text, defaults);
    } catch (SettingException e) {
      throw e.in(file);
    }
  }

  static ServerSettings parse(String yaml, ServerSettings defaults) {
    try {
      var document = new Compose(LoadSettings.builder().build()).composeString(yaml);
      // A file of comments only has no document: everything is left out.
      return document.isEmpty()
          ? defaults
          : SettingsReader.record("", document.get(), ServerSettings.class, defaults);
    } catch (MarkedYamlEngineException e) {
      throw new SettingException(
          e.getProblemMark().map(it -> "line " + (it.getLine() + 1)).orElse("the file"),
          "is not YAML: " + e.getProblem() + ".");
    } catch (YamlEngineException e) {
      throw new SettingException("the file", "is not YAML: " + e.getMessage());
    }
  }
}
