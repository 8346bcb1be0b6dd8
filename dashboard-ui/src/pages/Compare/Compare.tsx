import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useFamily } from '../../api/family';
import { useDevicesById } from '../../api/names';
import { models } from '../../api/queries';
import { useAddress } from '../../app/address';
import { CsvButton } from '../../components/Download/Download';
import { Empty } from '../../components/Empty/Empty';
import { Filters } from '../../components/Filters/Filters';
import { Loaded } from '../../components/Loaded/Loaded';
import { Letter, OperatorPairs } from '../../components/OperatorBars/OperatorBars';
import { Missing } from '../../components/Figure/Figure';
import { Page } from '../../components/Page/Page';
import { QueryProblem } from '../../components/Problem/Problem';
import { Section } from '../../components/Section/Section';
import { Skeleton } from '../../components/Skeleton/Skeleton';
import { profileCommand } from '../../domain/command';
import { stepLabel } from '../../domain/family';
import type { Model, ProfileLine } from '../../api/types';
import { sameSetting, settingsOf } from '../../domain/measured';
import { settingText } from '../Model/answer';
import './Compare.css';
import { Differences } from './Differences';
import { Picker } from './Picker';
import { compared, csvOf, sideOf, type Side } from './sides';

/** What do I gain and lose with B in place of A? */
export default function Compare() {
  const { values, set, unknown } = useAddress({ a: '', b: '', device: '', threads: '' });
  const all = useQuery(models());
  const devices = useDevicesById();
  const a = useFamily(values.a);
  const b = useFamily(values.b);
  const chosen = a.model && b.model ? { a: a.model, b: b.model } : null;
  const settings = chosen
    ? settingsOf(b.benchmarks).filter((setting) =>
        settingsOf(a.benchmarks).some((other) => sameSetting(setting, other)),
      )
    : [];
  const setting =
    settings.find(
      (candidate) =>
        candidate.device === values.device &&
        (values.threads === '' || String(candidate.threads) === values.threads),
    ) ??
    settings[0] ??
    null;
  const sides = chosen && {
    a: sideOf(chosen.a, a, setting),
    b: sideOf(chosen.b, b, setting),
  };
  const title = chosen ? titleOf(chosen.a, chosen.b) : 'Compare';
  const profiles = sides && {
    a: profileOf(sides.a),
    b: profileOf(sides.b),
  };
  const failed = values.a !== '' && values.b !== '' ? [a, b].find((side) => side.error) : undefined;
  return (
    <Page
      title={title}
      unknown={unknown}
      actions={
        sides && (
          <>
            <button type="button" className="btn" onClick={() => set({ a: values.b, b: values.a })}>
              Swap A and B
            </button>
            <CsvButton
              name="compare"
              header={['metric', 'a', 'b', 'ratio']}
              rows={() => csvOf(compared(sides))}
            />
          </>
        )
      }
      head={
        <div className="sides">
          <Loaded query={all} label="the models" rows={2}>
            {({ items }) => (
              <>
                <Picker
                  letter="A"
                  models={items}
                  value={a.model?.id ?? ''}
                  onChange={(digest) => set({ a: digest })}
                />
                <Picker
                  letter="B"
                  models={items}
                  value={b.model?.id ?? ''}
                  onChange={(digest) => set({ b: digest })}
                />
              </>
            )}
          </Loaded>
          {settings.length > 0 && setting && (
            <Filters
              label="Device"
              value={JSON.stringify(setting)}
              onChange={(value) => {
                const next = settings.find((candidate) => JSON.stringify(candidate) === value);
                if (next) set({ device: next.device, threads: String(next.threads) });
              }}
              choices={settings.map((choice) => ({
                value: JSON.stringify(choice),
                label: settingText(choice, devices.get(choice.device)),
              }))}
            />
          )}
        </div>
      }
    >
      {failed?.error ? (
        <div>
          <QueryProblem error={failed.error} onRetry={failed.retry} />
        </div>
      ) : sides === null ? (
        <div>
          {values.a === '' || values.b === '' ? (
            <Empty title="Choose two models">
              Any two: variants of one model, or different models. What B gains and loses in place
              of A then stands here. <Link to="/models">All models</Link>
            </Empty>
          ) : a.model === null || b.model === null ? (
            <Empty title="One of the two is not here">
              “{a.model === null ? values.a : values.b}” is no name, id or digest of a model.
            </Empty>
          ) : (
            <Skeleton rows={6} label="both models" />
          )}
        </div>
      ) : (
        <>
          <Section
            title="Differences"
            caption={
              setting
                ? `${settingText(setting, devices.get(setting.device))}; two separate measurements, not paired; ±2 % counts as the same`
                : 'No device has measured both yet; sizes are exact'
            }
          >
            <Differences rows={compared(sides)} />
          </Section>
          <Section
            title="Time by operator"
            caption={
              <>
                <Letter of="A" /> {nameOf(sides.a.model)} <Letter of="B" /> {nameOf(sides.b.model)};
                both on one scale
              </>
            }
          >
            {profiles?.a && profiles.b ? (
              <OperatorPairs a={profiles.a} b={profiles.b} />
            ) : setting && devices.get(setting.device)?.standIn ? (
              <Missing>no profile: a stand-in reports no time</Missing>
            ) : (
              <Missing>
                not profiled:{' '}
                <code>
                  {profileCommand(
                    (profiles?.a ? sides.b : sides.a).model.id,
                    window.location.origin,
                    setting
                      ? {
                          device: devices.get(setting.device)?.name ?? setting.device,
                          threads: setting.threads,
                        }
                      : undefined,
                  )}
                </code>{' '}
                brings it
              </Missing>
            )}
          </Section>
        </>
      )}
    </Page>
  );
}

const nameOf = (model: Model): string => `${model.name} ${stepLabel(model)}`;

/** "resnet8: original against int8", or both names where they differ. */
function titleOf(a: Model, b: Model): string {
  return a.name === b.name
    ? `${a.name}: ${stepLabel(a)} against ${stepLabel(b)}`
    : `${nameOf(a)} against ${nameOf(b)}`;
}

/** The profile of a side's measurement; null where none was taken. */
function profileOf({ measured }: Side): readonly ProfileLine[] | null {
  const profile = measured?.result.profile ?? [];
  return profile.length === 0 ? null : profile;
}
