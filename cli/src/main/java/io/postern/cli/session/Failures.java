package io.postern.cli.session;

import io.grpc.Status;
import io.postern.client.error.PosternException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns whatever went wrong into one line on the error stream and an exit code: {@code postern:
 * message [REASON] (field: path)}.
 */
public final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Session session;

  public Failures(Session session) {
    this.session = session;
  }

  @Override
  public int handleParseException(ParameterException thrown, String[] args) {
    if (thrown.getCause() instanceof CommandFailure failure) {
      return report(failure.exitCode(), text(failure));
    }
    if (isGroupByItself(thrown)) {
      session.err().print(thrown.getCommandLine().getUsageMessage());
      session.err().flush();
      return ExitCode.USAGE.code();
    }
    return report(ExitCode.USAGE, message(thrown));
  }

  /** A command that only has others below it: whoever types it alone wants to know which. */
  private static boolean isGroupByItself(ParameterException thrown) {
    var command = thrown.getCommandLine().getCommand();
    return thrown.getClass().equals(ParameterException.class)
        && !(command instanceof Runnable || command instanceof Callable<?>);
  }

  private static String message(ParameterException thrown) {
    if (thrown instanceof UnmatchedArgumentException unmatched) {
      var typed = unmatched.getUnmatched().getFirst();
      if (isProbablyAFile(typed, thrown.getCommandLine())) {
        return "'" + typed + "' means nothing here; did you mean '-f " + typed + "'?";
      }
      var suggestion = Suggestion.sentence(typed, words(thrown.getCommandLine()));
      return "'"
          + typed
          + "' means nothing here"
          + (suggestion.isEmpty() ? seeHelp(thrown) : suggestion);
    }
    return forPeople(text(thrown)) + seeHelp(thrown);
  }

  /** The types of Java mean nothing to who types a command. */
  private static String forPeople(String message) {
    return message.replaceFirst("is not an? (?:int|long)$", "is not a whole number");
  }

  private static boolean isProbablyAFile(String typed, CommandLine command) {
    return command.getCommandSpec().findOption("-f") != null && !typed.startsWith("-");
  }

  /** What may stand behind the name of a command. */
  private static List<String> words(CommandLine command) {
    var words = new ArrayList<>(command.getSubcommands().keySet());
    words.addAll(command.getCommandSpec().optionsMap().keySet());
    return words;
  }

  private static String seeHelp(ParameterException thrown) {
    var command = thrown.getCommandLine().getCommandSpec().qualifiedName();
    return "; see '" + command + " --help'";
  }

  @Override
  public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
    return switch (thrown) {
      case CommandFailure failure ->
          report(failure.exitCode(), text(failure) + narrowing(failure.exitCode()));
      case PosternException refused -> {
        boolean isElsewhere = refused.reasonText().isEmpty() && isNoGrpc(refused);
        var code = isElsewhere ? ExitCode.UNAVAILABLE : exitCode(refused.code());
        yield report(code, explain(refused) + narrowing(code));
      }
      default -> report(ExitCode.INTERNAL, "a defect in this program: " + thrown);
    };
  }

  /** Where it was not found, if that is not what was typed. */
  private String narrowing(ExitCode code) {
    var narrowing = session.narrowing();
    return code != ExitCode.NOT_FOUND || narrowing.isEmpty() ? "" : " (" + narrowing + ")";
  }

  private String explain(PosternException refused) {
    boolean fromServer = !refused.reasonText().isEmpty();
    if (!fromServer && isNoGrpc(refused)) {
      return "what answers at "
          + session.server()
          + " is not a Postern server: it does not speak gRPC";
    }
    if (!fromServer && refused.code() == Status.Code.UNAVAILABLE) {
      if (isUnknownHost(refused)) return unknownHost();
      return "cannot reach the server at " + session.server() + "; is 'postern server' running?";
    }
    if (!fromServer && refused.code() == Status.Code.DEADLINE_EXCEEDED) {
      return "the server at "
          + session.server()
          + " did not answer within "
          + Durations.print(session.timeout())
          + "; --timeout allows more";
    }
    return text(refused) + reason(refused) + fields(refused);
  }

  /** HTTP/2 begins with SETTINGS (RFC 9113, 3.4); Netty says so when something else came. */
  private static boolean isNoGrpc(Throwable thrown) {
    for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (text(cause).contains("First received frame was not SETTINGS")) return true;
    }
    return false;
  }

  private static boolean isUnknownHost(Throwable thrown) {
    for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) return true;
    }
    return false;
  }

  private String unknownHost() {
    var server = session.server();
    return "the name "
        + server.substring(0, server.lastIndexOf(':'))
        + " is not known; correct the server in --server, POSTERN_SERVER or the context";
  }

  /**
   * The failure for a refusal that is about something the person wrote.
   *
   * @param subject what it is about, to stand before the server's sentence
   * @param fields the fields at fault, as the person wrote them
   */
  public static CommandFailure refused(
      String subject, PosternException refused, List<String> fields) {
    return new CommandFailure(
        exitCode(refused.code()), subject + text(refused) + reason(refused) + fields(fields));
  }

  private static String reason(PosternException refused) {
    var reason = refused.reasonText();
    return " [" + (reason.isEmpty() ? refused.code().name() : reason) + "]";
  }

  private static String fields(PosternException refused) {
    return fields(
        refused.fieldViolations().stream().map(violation -> violation.field()).distinct().toList());
  }

  private static String fields(List<String> fields) {
    return fields.isEmpty() ? "" : " (field: " + String.join(", ", fields) + ")";
  }

  static ExitCode exitCode(Status.Code code) {
    return switch (code) {
      case OK -> ExitCode.OK;
      case NOT_FOUND -> ExitCode.NOT_FOUND;
      case ALREADY_EXISTS, FAILED_PRECONDITION, ABORTED, OUT_OF_RANGE -> ExitCode.CONFLICT;
      case PERMISSION_DENIED, UNAUTHENTICATED -> ExitCode.PERMISSION;
      case UNAVAILABLE, DEADLINE_EXCEEDED -> ExitCode.UNAVAILABLE;
      case INVALID_ARGUMENT, RESOURCE_EXHAUSTED, UNIMPLEMENTED, CANCELLED -> ExitCode.REFUSED;
      case INTERNAL, UNKNOWN, DATA_LOSS -> ExitCode.INTERNAL;
    };
  }

  private int report(ExitCode code, String message) {
    session.out().flush();
    session.err().println("postern: " + oneLine(message));
    session.err().flush();
    return code.code();
  }

  private static String text(Throwable thrown) {
    @Nullable String message = thrown.getMessage();
    return message == null ? thrown.toString() : message;
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
