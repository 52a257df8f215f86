package io.postern.cli.print;

import com.google.protobuf.MessageOrBuilder;
import java.util.List;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Messages of the API as YAML: their JSON, written the other way. */
public final class Yaml {
  private Yaml() {}

  public static String of(MessageOrBuilder message) {
    return dump(value(Json.of(message)));
  }

  /** The same with the token of the revision that made the message what it is. */
  static String of(MessageOrBuilder message, String revisionToken) {
    return dump(value(Json.of(message, revisionToken)));
  }

  /** A list of one message, to be printed after another such list: a list in pieces. */
  public static String item(MessageOrBuilder message) {
    return dump(List.of(value(Json.of(message))));
  }

  /** JSON is YAML, so what reads the one reads the other, and keeps the order of the fields. */
  private static Object value(String json) {
    var load = new Load(LoadSettings.builder().build());
    return Objects.requireNonNull(load.loadFromString(json));
  }

  private static String dump(Object value) {
    var settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setWidth(Integer.MAX_VALUE)
            .build();
    return new Dump(settings).dumpToString(value);
  }
}
