package io.postern.server.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.postern.server.testing.Refusal;
import io.postern.v1.ApiToken;
import io.postern.v1.ApiTokenServiceGrpc;
import io.postern.v1.BackupServiceGrpc;
import io.postern.v1.CreateApiTokenRequest;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.GetBackupRequest;
import io.postern.v1.GetDnsStatusRequest;
import io.postern.v1.ListApiTokensRequest;
import io.postern.v1.WhoAmIRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Tokens that were made and shown are looked for wherever they must not be. */
class PlantedSecretTest {
  @TempDir Path folder;

  @Test
  void aTokenIsNowhereButWithItsBearer() throws Exception {
    var log = new ConcurrentLinkedQueue<String>();
    var said = new StringBuilder();
    List<String> planted;
    byte[] backup;
    try (var _ = listening(log);
        var server = ProvenServer.start(folder)) {
      var tokens = server.bearer(server.administrator(), ApiTokenServiceGrpc::newBlockingStub);
      // With a request id, whose answer is remembered on disk.
      var request =
          CreateApiTokenRequest.newBuilder()
              .setApiToken(ApiToken.newBuilder().setPrincipal("ci@contoso"))
              .setRequestId("planted")
              .build();
      var made = tokens.createApiToken(request);
      planted = List.of(made.getSecret(), server.administrator());
      var who = WhoAmIRequest.getDefaultInstance();
      said.append(server.identity(made.getSecret()).whoAmI(who));
      for (var wrong :
          List.of(
              made.getSecret() + "x",
              made.getSecret().substring(1),
              "x" + made.getSecret(),
              made.getSecret().toUpperCase(Locale.ROOT)))
        said.append(Refusal.of(() -> server.identity(wrong).whoAmI(who)));
      said.append(tokens.createApiToken(request));
      said.append(tokens.listApiTokens(ListApiTokensRequest.getDefaultInstance()));
      said.append(
          server
              .bearer(made.getSecret(), DnsServiceGrpc::newBlockingStub)
              .getDnsStatus(GetDnsStatusRequest.getDefaultInstance()));
      backup = backup(server);
    }
    assertTrue(made(log), "the log of the run is looked at");
    for (var token : planted) {
      // What tells nothing is left out: the beginning and the id.
      var secret = token.substring("postern_".length() + 13);
      assertFalse(said.toString().contains(secret), "an answer has it");
      assertFalse(log.stream().anyMatch(line -> line.contains(secret)), "the log has it");
      assertFalse(contains(backup, secret), "the backup has it");
      assertEquals(List.of(), filesWith(secret, token.equals(planted.getLast())), "files have it");
      assertFalse(
          ProcessHandle.current().info().toString().contains(secret), "the process shows it");
    }
    // The look itself finds what is there.
    assertTrue(contains(backup, "ci@contoso"));
  }

  private static boolean made(Queue<String> log) {
    return log.stream().anyMatch(line -> line.contains("A token for an administrator is in"));
  }

  /** All loggers, on their finest level. */
  private static AutoCloseable listening(Queue<String> lines) {
    var root =
        ((LoggerContext) LoggerFactory.getILoggerFactory())
            .getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var ours = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("io.postern");
    var appender =
        new AppenderBase<ILoggingEvent>() {
          @Override
          protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
          }
        };
    appender.setContext(root.getLoggerContext());
    appender.start();
    var before = ours.getLevel();
    ours.setLevel(Level.TRACE);
    ours.addAppender(appender);
    return () -> {
      ours.detachAppender(appender);
      ours.setLevel(before);
    };
  }

  private static byte[] backup(ProvenServer server) throws Exception {
    var packed = new ByteArrayOutputStream();
    var pieces =
        server
            .bearer(server.administrator(), BackupServiceGrpc::newBlockingStub)
            .getBackup(GetBackupRequest.getDefaultInstance());
    while (pieces.hasNext()) pieces.next().getContent().writeTo(packed);
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed.toByteArray()))) {
      return in.readAllBytes();
    }
  }

  private static boolean contains(byte[] octets, String text) {
    return new String(octets, StandardCharsets.ISO_8859_1).contains(text);
  }

  private List<Path> filesWith(String secret, boolean isAdministrators) throws Exception {
    try (var files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !(isAdministrators && file.endsWith(AdministratorToken.FILE)))
          .filter(file -> has(file, secret))
          .toList();
    }
  }

  private static boolean has(Path file, String text) {
    try {
      return contains(Files.readAllBytes(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
