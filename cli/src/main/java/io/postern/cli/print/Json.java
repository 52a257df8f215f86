package io.postern.cli.print;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.StringValue;
import com.google.protobuf.util.JsonFormat;

/** Messages of the API as JSON, with the names and forms that the API's JSON has. */
public final class Json {
  private static final JsonFormat.Printer PRINTER = JsonFormat.printer();

  private Json() {}

  /** The message on several lines. */
  public static String of(MessageOrBuilder message) {
    return print(PRINTER, message);
  }

  /** The same with the token of the revision that made the message what it is. */
  static String of(MessageOrBuilder message, String revisionToken) {
    var bare = of(message);
    var fields = bare.substring(0, bare.lastIndexOf('}')).stripTrailing();
    var separator = fields.endsWith("{") ? "" : ",";
    var token = of(StringValue.of(revisionToken));
    return fields + separator + "\n  \"revisionToken\": " + token + "\n}";
  }

  /** The message on one line. */
  public static String line(MessageOrBuilder message) {
    return print(PRINTER.omittingInsignificantWhitespace(), message);
  }

  private static String print(JsonFormat.Printer printer, MessageOrBuilder message) {
    try {
      return printer.print(message);
    } catch (InvalidProtocolBufferException e) {
      // Only an Any of a type that is not known fails, and the API has none.
      throw new IllegalArgumentException(e);
    }
  }
}
