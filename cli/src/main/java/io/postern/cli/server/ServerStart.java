package io.postern.cli.server;

import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.ExitCode;
import io.postern.server.app.PosternServer;
import io.postern.server.config.DnsServerSettings.ListenerSettings;
import io.postern.server.config.ServerSettings;
import io.postern.server.config.SettingException;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Starts a server for a person, who is told in one line why it cannot. */
public final class ServerStart {
  private static final String GRPC_BIND_FAILURE = "Failed to bind to address /";

  private ServerStart() {}

  public static PosternServer start(ServerSettings settings) {
    try {
      return PosternServer.start(settings);
    } catch (SettingException e) {
      throw CommandFailure.usage(message(e));
    } catch (ControlException e) {
      throw e.error() instanceof ControlError.InvalidArgument
          ? CommandFailure.usage(message(e))
          : unavailable(message(e));
    } catch (AccessDeniedException e) {
      throw unavailable("the folder " + e.getFile() + " cannot be written to");
    } catch (FileSystemException e) {
      throw unavailable("the folder " + e.getFile() + " cannot be used: " + e.getReason());
    } catch (IOException e) {
      throw unavailable(listening(e, settings));
    }
  }

  private static String listening(IOException e, ServerSettings settings) {
    if (message(e).startsWith(GRPC_BIND_FAILURE))
      return inUse(message(e).substring(GRPC_BIND_FAILURE.length()));
    var addresses = settings.dns().listeners().stream().map(ListenerSettings::address).toList();
    if (e instanceof BindException) return inUse(Addresses.print(addresses));
    return "cannot start: " + message(e);
  }

  private static String inUse(String addresses) {
    return "cannot listen on " + addresses + "; is another server running there?";
  }

  private static CommandFailure unavailable(String message) {
    return new CommandFailure(ExitCode.UNAVAILABLE, message);
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }
}
