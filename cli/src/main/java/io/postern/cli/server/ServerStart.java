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
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts a server for a person, who is told in one line why it cannot. */
public final class ServerStart {
  private static final String GRPC_BIND_FAILURE = "Failed to bind to address /";

  private ServerStart() {}

  public static PosternServer start(ServerSettings settings) {
    try {
      return PosternServer.start(settings);
    } catch (SettingException e) {
      throw Files.isRegularFile(settings.dataDirectory())
          ? impossible(message(e))
          : CommandFailure.usage(message(e));
    } catch (ControlException e) {
      throw e.error() instanceof ControlError.InvalidArgument
          ? CommandFailure.usage(message(e))
          : impossible(message(e));
    } catch (AccessDeniedException e) {
      throw impossible("the folder " + e.getFile() + " cannot be written to");
    } catch (FileSystemException e) {
      @Nullable String reason = e.getReason();
      throw impossible(
          "the folder "
              + e.getFile()
              + " cannot be made"
              + (reason == null ? "" : ": " + reason)
              + "; name another with --data");
    } catch (IOException e) {
      throw impossible(listening(e, settings));
    }
  }

  private static String listening(IOException e, ServerSettings settings) {
    var addresses =
        Stream.concat(
                Stream.of(settings.grpc().address()),
                settings.dns().listeners().stream().map(ListenerSettings::address))
            .toList();
    for (var address : addresses) {
      if (!isOfThisMachine(address)) return foreign(address);
    }
    if (message(e).startsWith(GRPC_BIND_FAILURE))
      return inUse(message(e).substring(GRPC_BIND_FAILURE.length()));
    if (e instanceof BindException)
      return inUse(Addresses.print(addresses.subList(1, addresses.size())));
    return "cannot start: " + message(e);
  }

  private static boolean isOfThisMachine(InetSocketAddress address) {
    var ip = address.getAddress();
    try {
      return ip.isAnyLocalAddress()
          || ip.isLoopbackAddress()
          || NetworkInterface.getByInetAddress(ip) != null;
    } catch (SocketException e) {
      // The system does not say: the address may be one of its own.
      return true;
    }
  }

  private static String foreign(InetSocketAddress address) {
    return "cannot listen on "
        + Addresses.print(address)
        + ": that is not an address of this machine; 'ip address' or 'ifconfig' lists those";
  }

  private static String inUse(String addresses) {
    return "cannot listen on " + addresses + "; is another server running there?";
  }

  private static CommandFailure impossible(String message) {
    return new CommandFailure(ExitCode.CANNOT_START, message);
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }
}
