package io.postern.bench.crash;

import io.postern.bench.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where a server keeps its database, and what can go wrong there. */
interface Disk {
  /** The folder as the server knows it. */
  Path folder();

  /** The same folder as this process knows it. */
  Path seen();

  /** What stands before the command of a process that is to have this disk. */
  List<String> prefix();

  /** Lets nothing grow any more. */
  void fill(ServerProcess server) throws IOException, InterruptedException;

  /** There is room again. */
  void clear(ServerProcess server) throws IOException, InterruptedException;

  /** Takes it away, with all that is on it. */
  void remove() throws InterruptedException;
}
