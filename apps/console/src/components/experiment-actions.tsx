import type { ReactNode } from 'react';
import type { ExperimentDetail, ExperimentView } from '#libs/contracts';
import { actionWords } from '../action-words.js';
import { useSession } from '../session.js';
import { ConfirmButton } from './confirm-button.js';
import { Field } from './field.js';

interface ExperimentActionsProps {
  readonly experiment: ExperimentDetail;
  /** Whether the reader has written a part of the draft, and so does not approve it; undefined while that is not known. */
  readonly isOwn: boolean | undefined;
  readonly onDone: () => void;
}

/** The steps that are possible now, each asked for twice; nothing for those who may only read. */
export function ExperimentActions({ experiment, isOwn, onDone }: ExperimentActionsProps): ReactNode {
  const { may } = useSession();
  if (!may('experiments:write')) return null;
  const { needs_approval } = experiment.review;
  const path = `/v1/experiments/${encodeURIComponent(experiment.key)}`;
  // With the version that was read: whoever was quicker is not overwritten.
  const shared = { subject: experiment.key, body: { version: experiment.version }, onDone };
  return (
    <>
      {needs_approval && isOwn === false ? (
        <ConfirmButton
          {...shared}
          primary
          name="Approve"
          path={`${path}/approve`}
          effect="You vouch for the draft as it is, and it can be started. Any change of it takes the approval away."
          said={(version) => `Approved version ${version}.`}
        />
      ) : null}
      {experiment.actions
        .filter((action) => action !== 'start' || !needs_approval)
        .map((action) => (
          <ConfirmButton
            {...shared}
            {...actionWords[action]}
            key={action}
            primary={action === 'start'}
            path={`${path}/${action}`}
            fields={action === 'decide' ? <VariantField experiment={experiment} /> : null}
          />
        ))}
    </>
  );
}

function VariantField({ experiment }: { readonly experiment: ExperimentView }): ReactNode {
  return (
    <Field label="Everybody gets" place="/variant">
      {(control) => (
        <select {...control} name="variant" required defaultValue="">
          <option value="" disabled>
            Choose a variant
          </option>
          {experiment.variants.map(({ key }) => (
            <option key={key} value={key}>
              {key === experiment.baseline ? `${key} (baseline)` : key}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
