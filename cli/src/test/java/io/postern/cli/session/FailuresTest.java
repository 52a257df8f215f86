package io.postern.cli.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.protobuf.StatusProto;
import io.postern.client.error.PosternException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {
  private final StringWriter err = new StringWriter();
  private final Session session =
      new Session(
          new Terminal(
              new PrintWriter(new StringWriter()), new PrintWriter(err), Map.of(), Path.of("none")),
          new GlobalOptions());

  @Test
  void aRefusalIsOneLineWithItsReasonAndItsField() {
    int exitCode =
        report(
            refusal(Code.INVALID_ARGUMENT, "The prefix is not one.\nReally.", "INVALID_FIELD")
                .addDetails(
                    Any.pack(
                        BadRequest.newBuilder()
                            .addFieldViolations(
                                BadRequest.FieldViolation.newBuilder()
                                    .setField("subnet.address_prefixes[0]"))
                            .build())));

    assertEquals(
        "postern: The prefix is not one.; Really. [INVALID_FIELD] (field:"
            + " subnet.address_prefixes[0])\n",
        printed());
    assertEquals(1, exitCode);
  }

  @Test
  void aServerThatIsNotThereIsSaidToBeNotThere() {
    int exitCode = report(Status.newBuilder().setCode(Code.UNAVAILABLE_VALUE).setMessage("io"));

    assertEquals(
        "postern: cannot reach the server at 127.0.0.1:7443; is 'postern server' running?\n",
        printed());
    assertEquals(6, exitCode);
  }

  @Test
  void aServerThatIsTooSlowIsSaidToBeSlow() {
    int exitCode = report(Status.newBuilder().setCode(Code.DEADLINE_EXCEEDED_VALUE));

    assertEquals(
        "postern: the server at 127.0.0.1:7443 did not answer within 10s; --timeout allows more\n",
        printed());
    assertEquals(6, exitCode);
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_ARGUMENT, 1",
    "RESOURCE_EXHAUSTED, 1",
    "UNIMPLEMENTED, 1",
    "NOT_FOUND, 3",
    "ALREADY_EXISTS, 4",
    "FAILED_PRECONDITION, 4",
    "ABORTED, 4",
    "OUT_OF_RANGE, 4",
    "PERMISSION_DENIED, 5",
    "UNAUTHENTICATED, 5",
    "UNAVAILABLE, 6",
    "DEADLINE_EXCEEDED, 6",
    "INTERNAL, 70",
    "UNKNOWN, 70"
  })
  void eachStatusHasItsExitCode(Code code, int exitCode) {
    assertEquals(exitCode, report(refusal(code, "No.", "SOME_REASON")));
    assertEquals("postern: No. [SOME_REASON]\n", printed());
  }

  @Test
  void aDefectIsOneLineToo() {
    var failures = new Failures(session);
    var line = new CommandLine(new Nothing());

    int exitCode =
        failures.handleExecutionException(new IllegalStateException("odd"), line, line.parseArgs());

    assertEquals(
        "postern: a defect in this program: java.lang.IllegalStateException: odd\n", printed());
    assertEquals(70, exitCode);
  }

  private int report(Status.Builder status) {
    var refused = PosternException.of(StatusProto.toStatusRuntimeException(status.build()));
    var line = new CommandLine(new Nothing());
    return new Failures(session).handleExecutionException(refused, line, line.parseArgs());
  }

  private String printed() {
    return err.toString().replace(System.lineSeparator(), "\n");
  }

  private static Status.Builder refusal(Code code, String message, String reason) {
    return Status.newBuilder()
        .setCode(code.getNumber())
        .setMessage(message)
        .addDetails(
            Any.pack(ErrorInfo.newBuilder().setReason(reason).setDomain("postern.dev").build()));
  }

  @Command(name = "nothing")
  private static final class Nothing {}
}
