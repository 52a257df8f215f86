package io.postern.server.zone;

import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Protos;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.ZoneImport;
import io.postern.v1.ExportZoneRequest;
import io.postern.v1.ImportRecordSetsRequest;
import io.postern.v1.ImportRecordSetsResponse;
import io.postern.v1.ImportRecordSetsResponse.RecordSetChange;
import io.postern.v1.ImportRecordSetsResponse.RecordSetChange.Action;
import io.postern.v1.ImportRecordSetsResponse.SkippedRecord;
import java.util.Map;
import java.util.TreeMap;

/** Between the messages about zone files and what the use cases have of them. */
final class ZoneFileProto {
  /** The most changes and skipped records that one answer tells. */
  static final int SHOWN = 1000;

  private ZoneFileProto() {}

  static ZoneImport.Mode mode(ImportRecordSetsRequest request) {
    return switch (Protos.known(request.getMode(), "mode")) {
      case MODE_UNSPECIFIED, MODE_MERGE -> ZoneImport.Mode.MERGE;
      case MODE_REPLACE -> ZoneImport.Mode.REPLACE;
      case UNRECOGNIZED -> throw new IllegalStateException("refused above");
    };
  }

  static ExportZone.Derived derived(ExportZoneRequest request) {
    return switch (Protos.known(request.getDerivedRecords(), "derived_records")) {
      case DERIVED_RECORDS_UNSPECIFIED, DERIVED_RECORDS_COMMENTED -> ExportZone.Derived.COMMENTED;
      case DERIVED_RECORDS_INCLUDED -> ExportZone.Derived.INCLUDED;
      case DERIVED_RECORDS_OMITTED -> ExportZone.Derived.OMITTED;
      case UNRECOGNIZED -> throw new IllegalStateException("refused above");
    };
  }

  static ImportRecordSetsResponse of(ImportedZone imported) {
    var sets = imported.recordSets();
    var response =
        ImportRecordSetsResponse.newBuilder()
            .setCreatedCount(sets.created().size())
            .setUpdatedCount(sets.updated().size() + (imported.changedSoa().isPresent() ? 1 : 0))
            .setDeletedCount(sets.deleted().size())
            .setUnchangedCount(sets.unchanged());
    actions(imported).entrySet().stream()
        .limit(SHOWN)
        .forEach(change ->
            response.addChanges(
                RecordSetChange.newBuilder()
                    .setRecordSet(change.getKey().text())
                    .setAction(change.getValue())));
    imported.skipped().stream()
        .limit(SHOWN)
        .forEach(skipped ->
            response.addSkippedRecords(
                SkippedRecord.newBuilder()
                    .setLine(skipped.line())
                    .setExplanation(skipped.explanation())));
    return response.build();
  }

  private static Map<ResourceName, Action> actions(ImportedZone imported) {
    var actions = new TreeMap<ResourceName, Action>();
    imported.changedSoa().ifPresent(soa -> actions.put(soa, Action.ACTION_UPDATE));
    for (RecordSet set : imported.recordSets().created())
      actions.put(set.name(), Action.ACTION_CREATE);
    for (RecordSet set : imported.recordSets().updated())
      actions.put(set.name(), Action.ACTION_UPDATE);
    for (RecordSet set : imported.recordSets().deleted())
      actions.put(set.name(), Action.ACTION_DELETE);
    return actions;
  }
}
