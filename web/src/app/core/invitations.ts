import { inject, Injectable, signal } from '@angular/core';

import { Api } from '../api/api';
import { acceptInvitation, listInvitations, lookAtInvitation } from '../api/functions';
import { InvitationOut, MemberOut } from '../api/models';
import { Family } from './family';

/** What others ask the signed-in person to help with. */
@Injectable({ providedIn: 'root' })
export class Invitations {
  private readonly api = inject(Api);
  private readonly family = inject(Family);
  private readonly known = signal<readonly InvitationOut[]>([]);

  /** Open ones; none while the person's address is not confirmed. */
  readonly open = this.known.asReadonly();

  async load(): Promise<readonly InvitationOut[]> {
    const { data } = await this.api.invoke(listInvitations, { limit: 100 });
    this.known.set(data);
    return data;
  }

  /** What a mailed invitation is about; for the signed-out too. */
  look(token: string): Promise<InvitationOut> {
    return this.api.invoke(lookAtInvitation, { body: { token } });
  }

  /** Accepts, and knows the member from then on. */
  async accept(invitation: InvitationOut): Promise<MemberOut> {
    const member = await this.api.invoke(acceptInvitation, { token: invitation.token });
    this.known.update((all) => all.filter((each) => each.token !== invitation.token));
    await this.family.load(true);
    return member;
  }

  forget(): void {
    this.known.set([]);
  }
}
