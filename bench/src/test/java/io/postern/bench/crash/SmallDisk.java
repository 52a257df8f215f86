package io.postern.bench.crash;

import io.postern.bench.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file system in memory of a gigabyte, which only processes of a mount namespace see: it can be
 * full, and read-only, while a server runs on it. Needs Linux, and root or user namespaces.
 */
final class SmallDisk implements Disk {
  private static final Path MOUNTED = Path.of("/mnt");

  /** Two hundred rounds leave about half of it. */
  private static final int MEGABYTES = 1024;

  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private final Process holder;

  private SmallDisk(Process holder) {
    this.holder = holder;
  }

  /**
   * Makes one with a folder for data.
   *
   * @param index where the index of DNS is instead, whose files are open all the time: a disk with
   *     such files cannot be made read-only
   */
  static SmallDisk make(Path index) throws IOException, InterruptedException {
    Files.createDirectories(index);
    var holder =
        new ProcessBuilder(
                "unshare",
                ROOT ? "-m" : "-rm",
                "sh",
                "-c",
                "mount -t tmpfs -o size="
                    + MEGABYTES
                    + "m small /mnt && mkdir /mnt/data && ln -s "
                    + index
                    + " /mnt/data/index && echo mounted && exec sleep infinity")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var disk = new SmallDisk(holder);
    var said = holder.inputReader().readLine();
    if ("mounted".equals(said)) return disk;
    disk.remove();
    throw new IOException("a small disk needs the right to mount one: run it as root");
  }

  @Override
  public Path folder() {
    return MOUNTED.resolve("data");
  }

  @Override
  public Path seen() {
    return Path.of("/proc", String.valueOf(holder.pid()), "root").resolve("mnt/data");
  }

  @Override
  public List<String> prefix() {
    var prefix = new ArrayList<>(List.of("nsenter", "-t", String.valueOf(holder.pid()), "-m"));
    if (!ROOT) prefix.addAll(List.of("-U", "--preserve-credentials"));
    return prefix;
  }

  /** Another file takes all the room that is left. */
  @Override
  public void fill(ServerProcess server) throws IOException {
    var filler = filler();
    var part = new byte[1 << 16];
    try (var out = Files.newOutputStream(filler)) {
      while (true) out.write(part);
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) throw e;
    }
  }

  @Override
  public void clear(ServerProcess server) throws IOException {
    Files.deleteIfExists(filler());
  }

  private Path filler() {
    return seen().resolveSibling("filler");
  }

  /**
   * There is room for twice as much from now on.
   *
   * @return false where somebody has a file open for writing
   */
  boolean makeReadOnly() throws InterruptedException {
    try {
      mount("remount,ro,size=" + 2 * MEGABYTES + "m");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** And as small as it was, with room in it. */
  void makeWritable() throws IOException, InterruptedException {
    mount("remount,rw");
    Files.deleteIfExists(filler());
    mount("remount,size=" + MEGABYTES + "m");
  }

  private void mount(String options) throws IOException, InterruptedException {
    var command = new ArrayList<>(prefix());
    command.addAll(List.of("mount", "-o", options, MOUNTED.toString()));
    Commands.run(command.toArray(String[]::new));
  }

  @Override
  public void remove() throws InterruptedException {
    try {
      holder.destroyForcibly().waitFor();
      holder.getInputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
