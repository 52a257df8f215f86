package io.postern.server.dnsview;

import io.postern.dns.snapshot.BlockSink;
import io.postern.dns.snapshot.IndexWriter;
import io.postern.server.dnsview.NodeStream.Sender;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Sends a whole index while it is being written, block by block, as the node reads. */
final class WholeIndex implements BlockSink {
  private final PublishedIndex whole;
  private final Readiness readiness;
  private final BooleanSupplier ended;
  private final Sender sender;

  /**
   * The block before the one that comes: whether it is the last is known when there is no other.
   */
  private byte @Nullable [] held;

  private boolean begun;

  /** Waits until the node reads on. */
  @FunctionalInterface
  interface Readiness {
    void await() throws InterruptedException;
  }

  WholeIndex(PublishedIndex whole, Readiness readiness, BooleanSupplier ended, Sender sender) {
    this.whole = whole;
    this.readiness = readiness;
    this.ended = ended;
    this.sender = sender;
  }

  void send() throws InterruptedException {
    try {
      IndexWriter.write(whole.index(), this);
      sendHeld(whole.index().revision());
    } catch (InterruptedIOException e) {
      if (!ended.getAsBoolean()) throw new InterruptedException();
    } catch (IOException e) {
      throw new UncheckedIOException("Nothing but this is written to.", e);
    }
  }

  @Override
  public void take(byte[] octets, int length) throws IOException {
    sendHeld(0);
    held = Arrays.copyOf(octets, length);
  }

  private void sendHeld(long reached) throws IOException {
    var block = held;
    if (block == null) return;
    try {
      readiness.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
    if (ended.getAsBoolean()) throw new InterruptedIOException();
    sender.block(block, block.length, !begun, reached, whole);
    begun = true;
  }
}
