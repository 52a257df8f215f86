package io.postern.cli.topology;

import io.postern.cli.session.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A topology file as a text. Not more of it is read than a topology can have. */
final class TopologyFile {
  static final Path STANDARD_INPUT = Path.of("-");

  /** The largest one, in bytes. */
  static final int MOST_BYTES = 3 << 20;

  private TopologyFile() {}

  /**
   * @throws CommandFailure when there is no such file, or it is no text or too large
   */
  static String read(Path file) {
    try (var in = open(file)) {
      var bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES)
        throw CommandFailure.usage(
            file + " is larger than " + MOST_BYTES + " bytes; divide it into several");
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw CommandFailure.usage("there is no file " + file);
    } catch (CharacterCodingException e) {
      throw unreadable(file);
    } catch (IOException e) {
      if (Files.isDirectory(file))
        throw CommandFailure.usage(file + " is a folder; name a file in it");
      throw unreadable(file);
    }
  }

  private static InputStream open(Path file) throws IOException {
    return file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(file);
  }

  private static CommandFailure unreadable(Path file) {
    return CommandFailure.usage("the file " + file + " cannot be read as text");
  }
}
