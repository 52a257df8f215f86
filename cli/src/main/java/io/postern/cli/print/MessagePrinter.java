package io.postern.cli.print;

import com.google.protobuf.MessageOrBuilder;
import io.postern.cli.session.OutputFormat;
import io.postern.client.call.Written;
import java.io.PrintWriter;
import java.util.stream.Stream;

/**
 * Prints messages for programs, as soon as they are known. One message is an object, a list is an
 * array of them.
 */
public final class MessagePrinter {
  private final PrintWriter out;
  private final OutputFormat format;

  /**
   * @param format JSON or YAML; a table is not for programs
   */
  public MessagePrinter(PrintWriter out, OutputFormat format) {
    this.out = out;
    this.format = format;
  }

  public void one(MessageOrBuilder message) {
    switch (format) {
      case JSON -> out.println(Json.of(message));
      case YAML -> out.print(Yaml.of(message));
      case TABLE -> throw noTable();
    }
    out.flush();
  }

  /**
   * Prints what a write has made of a resource, as {@link #one} does, with its {@code
   * revisionToken} as the last field. A write that was only checked has none.
   */
  public void written(Written<? extends MessageOrBuilder> written) {
    if (written.plan().isPresent()) {
      one(written.value());
      return;
    }
    switch (format) {
      case JSON -> out.println(Json.of(written.value(), written.revisionToken()));
      case YAML -> out.print(Yaml.of(written.value(), written.revisionToken()));
      case TABLE -> throw noTable();
    }
    out.flush();
  }

  public void list(Stream<? extends MessageOrBuilder> messages) {
    switch (format) {
      case JSON -> jsonArray(messages);
      case YAML -> yamlSequence(messages);
      case TABLE -> throw noTable();
    }
    out.flush();
  }

  /** Prints one of a stream without end: a line of JSON, or a document of YAML. */
  public void next(MessageOrBuilder message) {
    switch (format) {
      case JSON -> out.println(Json.line(message));
      case YAML -> out.print("---\n" + Yaml.of(message));
      case TABLE -> throw noTable();
    }
    out.flush();
  }

  private void jsonArray(Stream<? extends MessageOrBuilder> messages) {
    var each = messages.iterator();
    if (!each.hasNext()) {
      out.println("[]");
      return;
    }
    out.println("[");
    while (each.hasNext()) {
      out.print(Json.of(each.next()).indent(2).stripTrailing());
      out.println(each.hasNext() ? "," : "");
    }
    out.println("]");
  }

  private void yamlSequence(Stream<? extends MessageOrBuilder> messages) {
    var each = messages.iterator();
    if (!each.hasNext()) out.println("[]");
    while (each.hasNext()) out.print(Yaml.item(each.next()));
  }

  private static IllegalStateException noTable() {
    return new IllegalStateException("a table is not printed message by message");
  }
}
