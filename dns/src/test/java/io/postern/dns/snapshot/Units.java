package io.postern.dns.snapshot;

import io.postern.dns.view.ZoneIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Units as the blocks that they are sent in. */
final class Units {
  private Units() {}

  static List<byte[]> whole(ZoneIndex index) throws IOException {
    var blocks = new ArrayList<byte[]>();
    IndexWriter.write(index, (octets, length) -> blocks.add(Arrays.copyOf(octets, length)));
    return blocks;
  }

  static List<byte[]> difference(ZoneIndex before, ZoneIndex after) throws IOException {
    var blocks = new ArrayList<byte[]>();
    IndexWriter.writeDifference(
        before, after, (octets, length) -> blocks.add(Arrays.copyOf(octets, length)));
    return blocks;
  }

  /** The index that a reader has after them. */
  static ZoneIndex read(IndexReader reader, List<byte[]> blocks) throws DamagedStateException {
    for (var block : blocks) {
      var _ = reader.take(block);
    }
    return reader.index();
  }
}
