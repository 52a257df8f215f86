package io.postern.cli.help;

import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.Session;
import io.postern.cli.session.Suggestion;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code postern help}. */
@Command(name = "help", description = "Show the help of a command, the same as its --help.")
public final class HelpCommand implements Runnable {
  private final Session session;
  private final CommandLine root;

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "The command, such as: connection approve. Default: postern itself.")
  private List<String> words = new ArrayList<>();

  /**
   * @param root the command that has all others
   */
  public HelpCommand(Session session, CommandLine root) {
    this.session = session;
    this.root = root;
  }

  @Override
  public void run() {
    var command = root;
    for (var word : words) {
      var next = command.getSubcommands().get(word);
      if (next == null) throw unknown(word, command);
      command = next;
    }
    session.out().print(command.getUsageMessage());
    session.out().flush();
  }

  private static CommandFailure unknown(String word, CommandLine command) {
    return CommandFailure.usage(
        "there is no command '"
            + command.getCommandSpec().qualifiedName()
            + " "
            + word
            + "'"
            + Suggestion.sentence(word, command.getSubcommands().keySet()));
  }
}
