package io.postern.server.webhook;

import io.postern.server.config.ServerSettings;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file with the key. Beside a database file it is made when a webhook first needs it; one that
 * settings name is never made, for servers that share a store need the same. Safe for use by many
 * threads.
 */
final class SigningKeys {
  /** Fewer octets than the HMAC has are no strong key (RFC 2104 §3). */
  private static final int LENGTH = 32;

  private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

  private final Optional<Path> file;
  private final boolean mayMake;
  private volatile @Nullable SigningKey known;

  @Inject
  SigningKeys(ServerSettings settings) {
    this.file = settings.webhookKeyFile();
    this.mayMake = settings.webhooks().keyFile().isEmpty();
  }

  /** The key, if there is one that can be read. */
  Optional<SigningKey> find() {
    var key = known;
    if (key == null && file.filter(Files::exists).isPresent()) {
      try {
        key = read(file.get());
        known = key;
      } catch (IOException | IllegalArgumentException e) {
        LOG.debug("The key of webhooks in {} cannot be used", file.get(), e);
      }
    }
    return Optional.ofNullable(key);
  }

  /**
   * The key, made if that is up to this server.
   *
   * @throws ControlException {@code PreconditionFailed}
   */
  SigningKey require() {
    if (mayMake && file.isPresent() && !Files.exists(file.get())) make(file.get());
    return find().orElseThrow(this::missing);
  }

  private static SigningKey read(Path file) throws IOException {
    var octets = Base64.getDecoder().decode(Files.readString(file).strip());
    if (octets.length < LENGTH) throw new IllegalArgumentException("too short");
    return new SigningKey(octets);
  }

  private void make(Path path) {
    var octets = new byte[LENGTH];
    new SecureRandom().nextBytes(octets);
    try (var channel =
        Files.newByteChannel(
            path,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            ownersOnly(path))) {
      var text = Base64.getEncoder().encodeToString(octets) + "\n";
      channel.write(StandardCharsets.US_ASCII.encode(text));
    } catch (FileAlreadyExistsException e) {
      LOG.debug("Another call made the key of webhooks just now");
    } catch (IOException e) {
      LOG.warn("The key of webhooks cannot be written to {}", path, e);
      throw missing();
    }
  }

  private static FileAttribute<?>[] ownersOnly(Path path) {
    boolean posix =
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
            && path.getFileSystem().equals(FileSystems.getDefault());
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private ControlException missing() {
    return ControlException.precondition(
        Problem.of(
                Reason.WEBHOOK_KEY_MISSING,
                "This server has no key for the secrets of webhooks; set 'webhooks.keyFile' to a"
                    + " file with at least 32 octets in Base64, the same at every server.")
            .with("setting", "webhooks.keyFile"));
  }
}
