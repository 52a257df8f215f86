package io.postern.cli.noun;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Timestamp;
import io.postern.v1.ConnectionState;
import io.postern.v1.RecordType;
import io.postern.v1.ResourceKind;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void anEnumValueLosesTheNameOfItsType() {
    assertEquals("Pending", Words.of(ConnectionState.CONNECTION_STATE_PENDING));
    assertEquals(
        "NxDomainRedirect", Words.of(ResolutionPolicy.RESOLUTION_POLICY_NX_DOMAIN_REDIRECT));
    assertEquals("VirtualNetwork", Words.of(ResourceKind.RESOURCE_KIND_VIRTUAL_NETWORK));
    assertEquals("CNAME", Words.bare(RecordType.RECORD_TYPE_CNAME));
  }

  @Test
  void aValueThatIsNotSetIsNoWord() {
    assertEquals("", Words.of(ConnectionState.CONNECTION_STATE_UNSPECIFIED));
    assertEquals("", Words.of(Timestamp.getDefaultInstance()));
  }

  @Test
  void aValueOfANewerServerIsAQuestionMark() {
    assertEquals("?", Words.bare(ConnectionState.UNRECOGNIZED));
  }

  @Test
  void aTimeIsInUtcToTheSecond() {
    var time = Timestamp.newBuilder().setSeconds(1_700_000_000).setNanos(5).build();

    assertEquals("2023-11-14T22:13:20Z", Words.of(time));
  }

  @Test
  void pairsAreInTheOrderOfTheirKeys() {
    assertEquals("a=1, b=2", Words.of(Map.of("b", "2", "a", "1")));
  }
}
