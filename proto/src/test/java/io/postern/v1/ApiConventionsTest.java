package io.postern.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.api.AnnotationsProto;
import com.google.api.FieldBehaviorProto;
import com.google.api.ResourceProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the API that can be read off its descriptors; proto/README.md says them in words. */
class ApiConventionsTest {

  private static final List<FileDescriptor> FILES = files();
  private static final List<Descriptor> MESSAGES =
      FILES.stream().flatMap(file -> withNested(file.getMessageTypes())).toList();
  private static final List<MethodDescriptor> METHODS =
      FILES.stream()
          .flatMap(file -> file.getServices().stream())
          .flatMap(service -> service.getMethods().stream())
          .toList();

  /** Names that the code generated for some language cannot bear. */
  private static final Set<String> FORBIDDEN_FIELDS =
      Set.of("descriptor", "unix", "linux", "from", "class", "hash", "public", "default");

  private static final Set<String> READS =
      // What a read begins with; a domain is verified by a write.
      Set.of("VerifyAudit", "Get", "List", "Watch", "Query", "Check", "Export", "Explain", "Wait", "Follow", "Report", "Test", "Who");

  @Test
  void everyFieldOutsideResponsesHasAFieldBehaviour() {
    assertNone(
        fields()
            .filter(field -> !field.getContainingType().getName().endsWith("Response"))
            .filter(field -> !field.getContainingType().getOptions().getMapEntry())
            .filter(
                field -> field.getOptions().getExtensionCount(FieldBehaviorProto.fieldBehavior) == 0)
            .map(FieldDescriptor::getFullName));
  }

  @Test
  void everyMethodHasAnHttpPath() {
    assertNone(
        METHODS.stream()
            .filter(method -> !method.getOptions().hasExtension(AnnotationsProto.http))
            .map(MethodDescriptor::getFullName));
  }

  @Test
  void everyWriteTakesARequestIdAndValidateOnly() {
    assertNone(
        METHODS.stream()
            .filter(Predicate.not(ApiConventionsTest::isRead))
            .map(MethodDescriptor::getInputType)
            .filter(
                request ->
                    request.findFieldByName("request_id") == null
                        || request.findFieldByName("validate_only") == null)
            .map(Descriptor::getFullName));
  }

  @Test
  void everyResponseSaysAtWhichRevisionItHolds() {
    assertNone(
        METHODS.stream()
            .map(MethodDescriptor::getOutputType)
            .filter(
                response ->
                    response.getFields().stream()
                        .noneMatch(field -> field.getName().endsWith("revision_token")))
            .map(Descriptor::getFullName));
  }

  @Test
  void everyListIsPaged() {
    assertNone(
        METHODS.stream()
            .filter(method -> method.getName().startsWith("List"))
            .filter(
                method ->
                    method.getInputType().findFieldByName("page_token") == null
                        || method.getOutputType().findFieldByName("next_page_token") == null)
            .map(MethodDescriptor::getFullName));
  }

  @Test
  void everyGetAndListSaysHowFreshItHasToBe() {
    assertNone(
        METHODS.stream()
            .filter(
                method -> method.getName().startsWith("Get") || method.getName().startsWith("List"))
            .map(MethodDescriptor::getInputType)
            .filter(request -> !takesConsistency(request))
            .map(Descriptor::getFullName));
  }

  private static boolean takesConsistency(Descriptor request) {
    FieldDescriptor field = request.findFieldByName("consistency");
    return field != null
        && !field.isRepeated()
        && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && field.getMessageType().equals(ReadConsistency.getDescriptor());
  }

  @Test
  void everyResourceBeginsWithTheCommonFields() {
    assertNone(
        MESSAGES.stream()
            .filter(message -> message.getOptions().hasExtension(ResourceProto.resource))
            .filter(
                message ->
                    !namesOf(message)
                        .startsWith("1 name, 2 uid, 3 etag, 4 create_time, 5 update_time, "))
            .map(Descriptor::getFullName));
  }

  @Test
  void noNameTripsAnotherLanguage() {
    assertNone(
        fields()
            .filter(field -> FORBIDDEN_FIELDS.contains(field.getName()))
            .map(FieldDescriptor::getFullName));
    assertNone(
        METHODS.stream()
            .filter(
                method ->
                    MESSAGES.stream()
                        .anyMatch(message -> message.getName().equals(method.getName())))
            .map(MethodDescriptor::getFullName));
  }

  private static boolean isRead(MethodDescriptor method) {
    return READS.stream().anyMatch(method.getName()::startsWith);
  }

  private static String namesOf(Descriptor message) {
    return message.getFields().stream()
        .map(field -> field.getNumber() + " " + field.getName())
        .collect(Collectors.joining(", "));
  }

  private static void assertNone(Stream<String> offenders) {
    assertEquals(List.of(), offenders.toList());
  }

  private static Stream<FieldDescriptor> fields() {
    return MESSAGES.stream().flatMap(message -> message.getFields().stream());
  }

  private static Stream<Descriptor> withNested(List<Descriptor> messages) {
    return messages.stream()
        .flatMap(
            message -> Stream.concat(Stream.of(message), withNested(message.getNestedTypes())));
  }

  /** Looks in the folder, so that a new file is held to the rules without being listed here. */
  private static List<FileDescriptor> files() {
    try (Stream<Path> paths = Files.list(Path.of("postern", "v1"))) {
      List<FileDescriptor> files = new ArrayList<>();
      for (Path path : paths.filter(path -> path.toString().endsWith(".proto")).toList()) {
        files.add(descriptorOf(path.getFileName().toString().replace(".proto", "")));
      }
      return files;
    } catch (IOException e) {
      throw new IllegalStateException("the protos are not where the build has them", e);
    }
  }

  /** The class of a file has the file's name, with a suffix where a message or enum has it already. */
  private static FileDescriptor descriptorOf(String file) {
    String name =
        Arrays.stream(file.split("_", -1))
            .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
            .collect(Collectors.joining());
    for (String candidate : List.of(name + "OuterClass", name)) {
      try {
        Class<?> type = Class.forName("io.postern.v1." + candidate);
        return (FileDescriptor) type.getMethod("getDescriptor").invoke(null);
      } catch (ClassNotFoundException e) {
        continue;
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("no descriptor in " + candidate, e);
      }
    }
    throw new IllegalStateException("no class for " + file + ".proto");
  }
}
