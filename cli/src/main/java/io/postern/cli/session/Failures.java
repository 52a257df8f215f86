package io.postern.cli.session;

import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one line on the error stream and an exit code. */
public final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Terminal terminal;

  public Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleParseException(ParameterException thrown, String[] args) {
    var command = thrown.getCommandLine();
    return report(
        ExitCode.USAGE,
        message(thrown) + "; see '" + command.getCommandSpec().qualifiedName() + " --help'");
  }

  private static String message(ParameterException thrown) {
    var message = oneLine(thrown.getMessage());
    if (thrown instanceof UnmatchedArgumentException unmatched) {
      var suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) return message + ", did you mean '" + suggestions.get(0) + "'?";
    }
    return message;
  }

  @Override
  public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
    if (thrown instanceof CommandFailure failure) {
      return report(failure.exitCode(), oneLine(failure.getMessage()));
    }
    return report(ExitCode.INTERNAL, "a defect in this program: " + oneLine(thrown.toString()));
  }

  private int report(ExitCode code, String message) {
    terminal.out().flush();
    terminal.err().println("postern: " + message);
    terminal.err().flush();
    return code.code();
  }

  private static String oneLine(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
