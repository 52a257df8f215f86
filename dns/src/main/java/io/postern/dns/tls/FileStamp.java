package io.postern.dns.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What tells a file from one that was there before, without reading it.
 *
 * @param key the system's own; null where it has none
 */
record FileStamp(FileTime modified, long size, @Nullable Object key) {
  private static final FileStamp NONE = new FileStamp(FileTime.fromMillis(0), -1, null);

  static List<FileStamp> of(TlsSettings settings) {
    return Stream.of(settings.certificate(), settings.key(), settings.clientAuthorities())
        .filter(Objects::nonNull)
        .map(FileStamp::of)
        .toList();
  }

  private static FileStamp of(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    } catch (IOException e) {
      return NONE;
    }
  }
}
