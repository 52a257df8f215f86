package io.postern.cli.context;

import com.google.protobuf.Struct;
import com.google.protobuf.util.Values;
import io.postern.cli.print.MessagePrinter;
import io.postern.cli.print.Table;
import io.postern.cli.session.Context;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code postern context list}. */
@Command(name = "list", description = "List the contexts; * marks the one in use.")
final class ListContextsCommand implements Runnable {
  private final Session session;

  ListContextsCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    var contents = session.contextFile().read();
    if (session.output() != OutputFormat.TABLE) {
      var current = contents.current().orElse("");
      new MessagePrinter(session.out(), session.output())
          .list(
              contents.contexts().entrySet().stream()
                  .map(entry ->
                      message(entry.getKey(), entry.getValue(), entry.getKey().equals(current))));
      return;
    }
    if (contents.contexts().isEmpty()) {
      session
          .out()
          .println("No contexts. 'postern context set NAME --server HOST:PORT' makes one.");
      return;
    }
    var current = contents.current().orElse("");
    var table = new Table(List.of("NAME", "SERVER", "AS", "SUBSCRIPTION", "GROUP"));
    contents
        .contexts()
        .forEach((name, context) ->
            table.add(
                List.of(
                    name.equals(current) ? name + " *" : name,
                    context.server().orElse(""),
                    context.principal().orElse(""),
                    context.subscription().orElse(""),
                    context.group().orElse(""))));
    table.lines().forEach(session.out()::println);
  }

  /** With the keys of the file, and what is not set left out. */
  private static Struct message(String name, Context context, boolean isCurrent) {
    var message = Struct.newBuilder().putFields("name", Values.of(name));
    context.server().ifPresent(server -> message.putFields("server", Values.of(server)));
    context.principal().ifPresent(principal -> message.putFields("as", Values.of(principal)));
    context.subscription().ifPresent(id -> message.putFields("subscription", Values.of(id)));
    context.group().ifPresent(id -> message.putFields("group", Values.of(id)));
    return message.putFields("current", Values.of(isCurrent)).build();
  }
}
