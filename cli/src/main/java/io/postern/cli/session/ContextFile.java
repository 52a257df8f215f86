package io.postern.cli.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * The file the contexts are kept in, {@code ~/.config/postern/contexts.yaml}. It is read when a
 * command begins; a missing file is an empty one. A key it does not know is refused, since a
 * setting that is misspelled would silently be another one.
 */
public final class ContextFile {
  private static final String CURRENT = "current";
  private static final String CONTEXTS = "contexts";
  private static final List<String> KEYS =
      List.of(
          "server",
          "as",
          "subscription",
          "group",
          "tokenFile",
          "tlsCa",
          "tlsCert",
          "tlsKey",
          "tlsServerName");

  private final Path path;

  public ContextFile(Path path) {
    this.path = path;
  }

  /** Where the file of this terminal's user is. */
  static ContextFile of(Terminal terminal) {
    var configured = terminal.environment().getOrDefault("XDG_CONFIG_HOME", "");
    var folder = configured.isEmpty() ? terminal.home().resolve(".config") : Path.of(configured);
    return new ContextFile(folder.resolve("postern").resolve("contexts.yaml"));
  }

  /** The file that the token of a context is kept in, beside this one. */
  public Path tokenFile(String context) {
    return path.resolveSibling("tokens").resolve(context);
  }

  /**
   * What is in the file.
   *
   * @param current the name of the context that is used when none is named
   */
  public record Contents(Optional<String> current, SequencedMap<String, Context> contexts) {
    public Contents {
      contexts = new LinkedHashMap<>(contexts);
    }
  }

  public Contents read() {
    if (!Files.exists(path)) return new Contents(Optional.empty(), new LinkedHashMap<>());
    try {
      var root = mapping(load(), "the file");
      requireKnown(root, List.of(CURRENT, CONTEXTS), "");
      var contexts = new LinkedHashMap<String, Context>();
      for (var entry : mapping(root.get(CONTEXTS), CONTEXTS).entrySet()) {
        contexts.put(entry.getKey(), context(mapping(entry.getValue(), entry.getKey())));
      }
      return new Contents(text(root, CURRENT), contexts);
    } catch (MarkedYamlEngineException e) {
      var line = e.getProblemMark().map(mark -> " in line " + (mark.getLine() + 1)).orElse("");
      throw unusable("is not YAML" + line + ": " + e.getProblem());
    } catch (IOException e) {
      throw unusable("cannot be read: " + e.getMessage());
    }
  }

  private @Nullable Object load() throws IOException {
    var settings = LoadSettings.builder().setLabel(path.toString()).build();
    return new Load(settings).loadFromString(Files.readString(path));
  }

  private Context context(Map<String, Object> keys) {
    requireKnown(keys, KEYS, "context ");
    return new Context(
        text(keys, "server"),
        text(keys, "as"),
        text(keys, "subscription"),
        text(keys, "group"),
        new Access(
            file(keys, "tokenFile"),
            file(keys, "tlsCa"),
            file(keys, "tlsCert"),
            file(keys, "tlsKey"),
            text(keys, "tlsServerName")));
  }

  private void requireKnown(Map<String, Object> keys, List<String> known, String where) {
    for (var key : keys.keySet()) {
      if (known.contains(key)) continue;
      throw unusable(
          "has the unknown " + where + "key '" + key + "'" + Suggestion.sentence(key, known));
    }
  }

  private Map<String, Object> mapping(@Nullable Object value, String what) {
    if (value == null) return Map.of();
    if (!(value instanceof Map<?, ?> map)) throw unusable("has no keys and values at " + what);
    var mapping = new LinkedHashMap<String, Object>();
    map.forEach((key, each) -> {
      if (each != null) mapping.put(String.valueOf(key), each);
    });
    return mapping;
  }

  private static Optional<String> text(Map<String, Object> keys, String key) {
    return Optional.ofNullable(keys.get(key)).map(String::valueOf);
  }

  private static Optional<Path> file(Map<String, Object> keys, String key) {
    return text(keys, key).map(Path::of);
  }

  private CommandFailure unusable(String why) {
    return CommandFailure.usage("the contexts file " + path + " " + why);
  }

  /**
   * Replaces the file as a whole, so that a command that reads meanwhile sees the old or the new.
   */
  public void write(Contents contents) {
    var root = new LinkedHashMap<String, Object>();
    contents.current().ifPresent(current -> root.put(CURRENT, current));
    var contexts = new LinkedHashMap<String, Object>();
    contents.contexts().forEach((name, context) -> contexts.put(name, keys(context)));
    root.put(CONTEXTS, contexts);
    var settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      var next = path.resolveSibling(path.getFileName() + ".new");
      Files.writeString(next, new Dump(settings).dumpToString(root));
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unusable("cannot be written: " + e.getMessage());
    }
  }

  private static Map<String, Object> keys(Context context) {
    var keys = new LinkedHashMap<String, Object>();
    context.server().ifPresent(server -> keys.put("server", server));
    context.principal().ifPresent(principal -> keys.put("as", principal));
    context.subscription().ifPresent(subscription -> keys.put("subscription", subscription));
    context.group().ifPresent(group -> keys.put("group", group));
    var access = context.access();
    access.tokenFile().ifPresent(file -> keys.put("tokenFile", file.toString()));
    access.authorities().ifPresent(file -> keys.put("tlsCa", file.toString()));
    access.certificate().ifPresent(file -> keys.put("tlsCert", file.toString()));
    access.key().ifPresent(file -> keys.put("tlsKey", file.toString()));
    access.serverName().ifPresent(name -> keys.put("tlsServerName", name));
    return keys;
  }
}
