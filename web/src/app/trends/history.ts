import { HttpClient } from '@angular/common/http';
import { DOCUMENT, inject, Injectable } from '@angular/core';
import { firstValueFrom } from 'rxjs';

import { Api } from '../api/api';
import {
  downloadTrends,
  readDailyReadings,
  readNutrition,
  readRange,
  readThresholds,
} from '../api/functions';
import { DailyReadings, Nutrition, Range, ThresholdOut } from '../api/models';
import { DaySpan } from './span';

/** Reads what became of a range of days, each part by itself. */
@Injectable({ providedIn: 'root' })
export class History {
  private readonly api = inject(Api);
  private readonly http = inject(HttpClient);
  private readonly page = inject(DOCUMENT);

  scores(programId: number, days: DaySpan): Promise<Range> {
    return this.api.invoke(readRange, { program_id: programId, ...days });
  }

  food(programId: number, days: DaySpan): Promise<Nutrition> {
    return this.api.invoke(readNutrition, { program_id: programId, ...days });
  }

  readings(memberId: number, days: DaySpan): Promise<DailyReadings> {
    return this.api.invoke(readDailyReadings, { member_id: memberId, ...days });
  }

  /** What the readings of today are judged by. */
  async bounds(memberId: number): Promise<ThresholdOut[]> {
    return (await this.api.invoke(readThresholds, { member_id: memberId })).data;
  }

  /** Saves the days as a file. Fetched like anything else, so that a failure can be told in words. */
  async save(programId: number, { from, to }: DaySpan): Promise<void> {
    const path = downloadTrends.PATH.replace('{program_id}', String(programId));
    const file = await firstValueFrom(this.http.get(path, { params: { from, to }, responseType: 'blob' }));
    const address = URL.createObjectURL(file);
    const link = this.page.createElement('a');
    link.href = address;
    link.download = `praan-${from}-${to}.csv`;
    link.click();
    URL.revokeObjectURL(address);
  }
}
