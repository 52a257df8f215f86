package io.postern.cli.server;

import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.ExitCode;
import io.postern.server.config.SettingException;
import io.postern.server.kernel.ControlException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** Why a server did not start, as one line for the person who started it. */
public final class StartFailure {
  private StartFailure() {}

  /**
   * The failure to report.
   *
   * @throws RuntimeException the cause itself when it is a defect
   */
  public static CommandFailure of(Exception cause) {
    return switch (cause) {
      case CommandFailure failure -> failure;
      case SettingException refused -> CommandFailure.usage(message(refused));
      case ControlException refused -> unavailable(message(refused));
      case AccessDeniedException denied ->
          unavailable("the folder " + denied.getFile() + " cannot be written to");
      case FileSystemException failed -> unavailable("cannot use the folder: " + message(failed));
      case IOException failed -> unavailable(listening(failed));
      case RuntimeException defect -> throw defect;
      default -> throw new IllegalStateException(cause);
    };
  }

  private static String listening(IOException failed) {
    var cause = find(failed);
    return message(failed).replace("Failed to bind to address /", "cannot listen on ")
        + (cause == null || message(cause).equals(message(failed)) ? "" : ": " + message(cause))
        + "; is another server running there?";
  }

  private static @Nullable BindException find(Throwable failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause())
      if (cause instanceof BindException bind) return bind;
    return null;
  }

  private static CommandFailure unavailable(String message) {
    return new CommandFailure(ExitCode.UNAVAILABLE, message);
  }

  private static String message(Throwable thrown) {
    return String.valueOf(thrown.getMessage());
  }
}
