package io.postern.client.resource;

import io.postern.client.call.WriteOptions;
import io.postern.client.error.PosternException;
import io.postern.client.internal.Caller;
import io.postern.client.internal.ResourceMethods;
import io.postern.v1.DeletePrivateDnsZoneRequest;
import io.postern.v1.ExportZoneRequest;
import io.postern.v1.ExportZoneRequest.DerivedRecords;
import io.postern.v1.ExportZoneResponse;
import io.postern.v1.ImportRecordSetsRequest;
import io.postern.v1.ImportRecordSetsRequest.Mode;
import io.postern.v1.ImportRecordSetsResponse;
import io.postern.v1.PrivateDnsZone;
import io.postern.v1.PrivateDnsZoneServiceGrpc;
import io.postern.v1.ZoneFileServiceGrpc;

/** Private DNS zones. */
public final class PrivateDnsZonesClient extends ResourceClient<PrivateDnsZone> {
  private static final ResourceMethods<PrivateDnsZone> METHODS =
      new ResourceMethods<>(
          PrivateDnsZoneServiceGrpc.getServiceDescriptor(), PrivateDnsZone.getDefaultInstance());

  /** Made by {@link io.postern.client.PosternClient}. */
  public PrivateDnsZonesClient(Caller caller) {
    super(caller, METHODS);
  }

  /**
   * Deletes a zone.
   *
   * @param cascade whether its links and its places in zone groups are deleted with it
   * @return the revision token of the deletion, opaque
   * @throws PosternException.FailedPrecondition when it is linked or in a zone group, without
   *     {@code cascade}
   */
  public String delete(String name, boolean cascade, WriteOptions options) {
    var request =
        DeletePrivateDnsZoneRequest.newBuilder()
            .setName(name)
            .setEtag(options.etag())
            .setRequestId(options.requestIdOrNew())
            .setValidateOnly(options.validateOnly())
            .setCascade(cascade)
            .build();
    var method = PrivateDnsZoneServiceGrpc.getDeletePrivateDnsZoneMethod();
    return caller.write(method, request, options).getRevisionToken();
  }

  /**
   * Makes the record sets of a zone those of a zone file, all of them or none.
   *
   * @param zoneFile the file as text, up to the size that a message may have
   * @param mode what becomes of record sets that the file does not have
   * @return what was done, or would be with {@code validateOnly}
   * @throws PosternException.InvalidArgument with reason {@code ZONE_FILE_INVALID} and a field
   *     violation for each line at fault
   */
  public ImportRecordSetsResponse importRecordSets(
      String name, String zoneFile, Mode mode, WriteOptions options) {
    var request =
        ImportRecordSetsRequest.newBuilder()
            .setName(name)
            .setEtag(options.etag())
            .setRequestId(options.requestIdOrNew())
            .setValidateOnly(options.validateOnly())
            .setZoneFile(zoneFile)
            .setMode(mode)
            .build();
    return caller.write(ZoneFileServiceGrpc.getImportRecordSetsMethod(), request, options);
  }

  /**
   * Returns the records of a zone as a zone file.
   *
   * @param derived what the file has of the records that private endpoints claim
   */
  public ExportZoneResponse export(String name, DerivedRecords derived) {
    var request = ExportZoneRequest.newBuilder().setName(name).setDerivedRecords(derived).build();
    return caller.read(ZoneFileServiceGrpc.getExportZoneMethod(), request);
  }
}
