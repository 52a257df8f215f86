package io.postern.server.identity;

import io.postern.server.config.AuthSettings;
import io.postern.server.config.ServerSettings;
import io.postern.server.identity.model.ApiToken;
import io.postern.server.identity.model.TokenText;
import io.postern.server.kernel.Actions;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RequestContext;
import io.postern.server.store.Store;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token with which a server is used for the first time: in a file of the data directory that
 * its owner alone can read. Whoever has the directory could read the database as well. It is made
 * anew at a start when there is none, or none that is good for a week more.
 */
public final class AdministratorToken {
  /** What the file is called. */
  public static final String FILE = "administrator.token";

  private static final Logger LOG = LoggerFactory.getLogger(AdministratorToken.class);
  private static final Duration LEFT = Duration.ofDays(7);

  private final ServerSettings settings;
  private final Store store;
  private final TokenIndex tokens;
  private final InstantSource clock;

  @Inject
  AdministratorToken(ServerSettings settings, Store store, TokenIndex tokens, InstantSource clock) {
    this.settings = settings;
    this.store = store;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Sees to it that there is one, unless the settings say otherwise. */
  public void ensure() throws IOException {
    var auth = settings.auth();
    if (auth.mode() == AuthSettings.Mode.DECLARED || !auth.administratorToken()) return;
    var file = settings.dataDirectory().resolve(FILE);
    if (isGood(file)) return;
    var text = TokenText.random(new SecureRandom());
    try {
      create(text, auth.maxTokenLifetime());
    } catch (ControlException e) {
      LOG.warn("No token for an administrator can be made: {}", e.getMessage());
      return;
    }
    write(file, text);
    LOG.info("A token for an administrator is in {}, which its owner alone can read", file);
  }

  private boolean isGood(Path file) throws IOException {
    if (!Files.exists(file)) return false;
    return TokenText.parse(Files.readString(file).strip())
        .flatMap(text ->
            tokens.find(text.id()).filter(it -> it.accepts(text, clock.instant().plus(LEFT))))
        .isPresent();
  }

  private void create(TokenText text, Duration lifetime) {
    var now = clock.instant();
    var token =
        new ApiToken(
            ApiToken.name(text.id()),
            Meta.NEW,
            "made by the server for whoever has its data directory",
            new Principal(Principal.ADMINISTRATOR.id(), Optional.empty(), Actions.ALL),
            Principal.SYSTEM.id(),
            lifetime,
            now.plus(lifetime),
            text.hash(),
            Optional.empty(),
            Optional.empty());
    var _ =
        store.write(new RequestContext(Principal.SYSTEM, now), tx -> tx.create(token, "created"));
  }

  /** Nobody else can read the file at any time, and whoever reads it has the whole of it. */
  private static void write(Path file, TokenText text) throws IOException {
    var part = file.resolveSibling(FILE + ".new");
    Files.deleteIfExists(part);
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel =
        Files.newByteChannel(
            part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
      var octets = (text.reveal() + "\n").getBytes(StandardCharsets.US_ASCII);
      channel.write(ByteBuffer.wrap(octets));
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
